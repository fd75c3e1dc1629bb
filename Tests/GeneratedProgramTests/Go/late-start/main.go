// Do queued tasks start after a failure?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// Five checks of one database, two at a time. One of them
// fails.
func lateStart(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2)
	g.Go(task("headers", func() error {
		if err := sleep(ctx, time.Second); err != nil {
			time.Sleep(50 * time.Millisecond) // cleans up
			return err
		}
		return nil
	}))
	g.Go(task("state", func() error {
		if err := sleep(ctx, 400*time.Millisecond); err != nil {
			return err
		}
		return errors.New("state root differs")
	}))
	g.Go(task("receipts", func() error {
		return sleep(ctx, 600*time.Millisecond)
	}))
	g.Go(task("snapshots", func() error {
		time.Sleep(600 * time.Millisecond)
		return nil
	}))
	g.Go(task("indexes", func() error {
		return sleep(ctx, 400*time.Millisecond)
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
	err := lateStart(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
