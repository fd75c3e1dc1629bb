// Deadline first, then an error: which one wins?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// A search has 1 s. Two of its three shards need longer.
func deadline(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, time.Second,
		errors.New("the search budget of 1 s is spent"))
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("cache", func() error {
		return sleep(ctx, 300*time.Millisecond)
	}))
	g.Go(task("shard-1", func() error {
		return sleep(ctx, 800*time.Millisecond)
	}))
	g.Go(task("shard-2", func() error {
		if err := sleep(ctx, 1500*time.Millisecond); err != nil {
			time.Sleep(50 * time.Millisecond) // cleans up
			return err
		}
		return nil
	}))
	g.Go(task("shard-3", func() error {
		time.Sleep(1200 * time.Millisecond)
		return errors.New("disk error")
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
	err := deadline(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
