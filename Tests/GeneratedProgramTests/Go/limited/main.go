// Limited
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"
)

func limited(ctx context.Context) error {
	api := rate.NewLimiter(rate.Every(40*time.Millisecond), 2)
	rateStory := rate.NewLimiter(rate.Every(15*time.Millisecond), 1)
	var g errgroup.Group
	g.Go(task("a", func() error {
		if err := api.Wait(ctx); err != nil {
			return err
		}
		fmt.Println("a has one")
		return sleep(ctx, 5*time.Millisecond)
	}))
	time.Sleep(time.Millisecond)
	g.Go(task("b", func() error {
		for range 3 {
			if err := api.Wait(ctx); err != nil {
				return err
			}
			if err := sleep(ctx, 7*time.Millisecond); err != nil {
				return err
			}
		}
		return nil
	}))
	time.Sleep(time.Millisecond)
	g.Go(task("late", func() error {
		ctx, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		defer cancel()
		if err := api.Wait(ctx); err != nil {
			if ctx.Err() == nil {
				return err
			}
			return nil
		}
		if err := api.Wait(ctx); err != nil {
			if ctx.Err() == nil {
				return err
			}
			return nil
		}
		return nil
	}))
	time.Sleep(time.Millisecond)
	g.Go(task("told", func() error {
		// Its error is dropped.
		_ = told(ctx, api)
		return rateStory.Wait(ctx)
	}))
	time.Sleep(2 * time.Millisecond)
	g.Go(task("deaf", func() error {
		_ = api.Wait(context.WithoutCancel(ctx))
		time.Sleep(time.Millisecond)
		return nil
	}))
	time.Sleep(time.Millisecond)
	g.Go(task("tries", func() error {
		ctx, cancel := context.WithTimeout(ctx, 60*time.Millisecond)
		defer cancel()
		if err := func() error {
			if err := rateStory.Wait(ctx); err != nil {
				return err
			}
			if err := rateStory.Wait(ctx); err != nil {
				return err
			}
			return api.Wait(ctx)
		}(); err != nil {
			fmt.Println("no token")
		}
		time.Sleep(2 * time.Millisecond)
		return nil
	}))
	time.Sleep(time.Millisecond)
	g.Go(task("again", func() error {
		attempt := func() error {
			if err := rateStory.Wait(ctx); err != nil {
				return err
			}
			if err := sleep(ctx, 3*time.Millisecond); err != nil {
				return err
			}
			return errors.New("503")
		}
		for number := 1; ; number++ {
			err := attempt()
			if err == nil || number == 3 {
				return err
			}
			if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
				return err
			}
			if err := sleep(ctx, 11*time.Millisecond); err != nil {
				return err
			}
		}
	}))
	return g.Wait()
}

func told(ctx context.Context, api *rate.Limiter) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// From outside, such as Ctrl-C with signal.NotifyContext.
	time.AfterFunc(20*time.Millisecond, cancel)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("waits", func() error {
		if err := api.Wait(ctx); err != nil {
			if ctx.Err() == nil {
				return err
			}
			time.Sleep(3 * time.Millisecond) // cleans up
			return err
		}
		fmt.Println("never")
		return nil
	}))
	return g.Wait()
}

// task says how f ended.
func task(name string, f func() error) func() error {
	return func() error {
		err := f()
		fmt.Println(name+":", err)
		return err
	}
}

// sleep is work that looks at its context.
func sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

func main() {
	err := limited(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
