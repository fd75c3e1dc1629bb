// Does Wait return at the first error?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// Seven tasks build one page, two of them for render. One
// task fails.
func firstFailure(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("fetch-user", func() error {
		return sleep(ctx, 800*time.Millisecond)
	}))
	g.Go(task("fetch-orders", func() error {
		if err := sleep(ctx, 1200*time.Millisecond); err != nil {
			return err
		}
		return errors.New("503 from orders")
	}))
	g.Go(task("fetch-recs", func() error {
		if err := sleep(ctx, 2*time.Second); err != nil {
			time.Sleep(30 * time.Millisecond) // cleans up
			return err
		}
		return nil
	}))
	g.Go(task("render", func() error {
		g, ctx := errgroup.WithContext(ctx)
		time.Sleep(300 * time.Millisecond)
		g.Go(task("thumb-1", func() error {
			if err := sleep(ctx, 1300*time.Millisecond); err != nil {
				time.Sleep(20 * time.Millisecond) // cleans up
				return err
			}
			return nil
		}))
		g.Go(task("thumb-2", func() error {
			if err := sleep(ctx, 1600*time.Millisecond); err != nil {
				time.Sleep(180 * time.Millisecond) // cleans up
				return err
			}
			return nil
		}))
		return g.Wait()
	}))
	g.Go(task("audit-log", func() error {
		time.Sleep(2600 * time.Millisecond)
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
	err := firstFailure(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
