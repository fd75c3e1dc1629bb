// Which context does your task listen to?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// Three tasks pull images. All three check a context all
// the time.
func wrongContext(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	// From outside, such as Ctrl-C with signal.NotifyContext.
	time.AfterFunc(1500*time.Millisecond, func() {
		cancel(errors.New("Ctrl-C"))
	})
	g, gctx := errgroup.WithContext(ctx)
	g.Go(task("pull-web", func() error {
		if err := sleep(gctx, 1100*time.Millisecond); err != nil {
			time.Sleep(50 * time.Millisecond) // cleans up
			return err
		}
		return nil
	}))
	g.Go(task("pull-db", func() error {
		// The caller's context, not the group's.
		if err := sleep(ctx, time.Second); err != nil {
			return err
		}
		fmt.Println("1 of 2 GB")
		return sleep(ctx, time.Second)
	}))
	g.Go(task("pull-cache", func() error {
		if err := sleep(gctx, 400*time.Millisecond); err != nil {
			return err
		}
		return errors.New("no such image")
	}))
	err := g.Wait()
	fmt.Println("cause:", context.Cause(gctx))
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
	err := wrongContext(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
