// Does an inner failure cancel the outer group?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// A page has two tasks. Each opens a group of its own in
// the page's group.
func nestedGroups(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	// From outside, such as Ctrl-C with signal.NotifyContext.
	time.AfterFunc(800*time.Millisecond, func() {
		cancel(errors.New("the reader closed the tab"))
	})
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("weather", func() error {
		// Its error is dropped.
		_ = weather(ctx)
		fmt.Println("no weather today")
		return sleep(ctx, 200*time.Millisecond)
	}))
	g.Go(task("news", func() error {
		g, ctx := errgroup.WithContext(ctx)
		g.Go(task("headlines", func() error {
			return sleep(ctx, 500*time.Millisecond)
		}))
		g.Go(task("pictures", func() error {
			if err := sleep(ctx, 1500*time.Millisecond); err != nil {
				time.Sleep(40 * time.Millisecond) // cleans up
				return err
			}
			return nil
		}))
		return g.Wait()
	}))
	err := g.Wait()
	fmt.Println("cause:", context.Cause(ctx))
	return err
}

func weather(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("radar", func() error {
		if err := sleep(ctx, 300*time.Millisecond); err != nil {
			return err
		}
		return errors.New("radar offline")
	}))
	g.Go(task("satellite", func() error {
		if err := sleep(ctx, time.Second); err != nil {
			time.Sleep(20 * time.Millisecond) // cleans up
			return err
		}
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
	err := nestedGroups(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
