// Do retries stop when the deadline passes?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// A page has 1 s. Two of its three services may be asked
// again.
func retry(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, time.Second,
		errors.New("the page has 1 s"))
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("profile", func() error {
		return sleep(ctx, 200*time.Millisecond)
	}))
	g.Go(task("orders", func() error {
		attempt := func(number int) error {
			switch number {
			case 1, 2:
				if err := sleep(ctx, 100*time.Millisecond); err != nil {
					return err
				}
				return errors.New("503")
			default:
				return sleep(ctx, 200*time.Millisecond)
			}
		}
		for number := 1; ; number++ {
			err := attempt(number)
			if err == nil || number == 3 {
				return err
			}
			if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
				return err
			}
			if err := sleep(ctx, 100*time.Millisecond); err != nil {
				return err
			}
		}
	}))
	g.Go(task("prices", func() error {
		attempt := func() error {
			if err := sleep(ctx, 100*time.Millisecond); err != nil {
				return err
			}
			return errors.New("connection refused")
		}
		for number := 1; ; number++ {
			err := attempt()
			if err == nil || number == 6 {
				return err
			}
			if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
				return err
			}
			if err := sleep(ctx, 250*time.Millisecond); err != nil {
				return err
			}
		}
	}))
	err := g.Wait()
	fmt.Println("cause:", context.Cause(ctx))
	return err
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
	err := retry(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
