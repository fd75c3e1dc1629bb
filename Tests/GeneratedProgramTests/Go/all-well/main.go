// How long does Wait take if nothing fails?
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// A page asks four services at the same time.
func allWell(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("product", func() error {
		return sleep(ctx, 400*time.Millisecond)
	}))
	g.Go(task("price", func() error {
		return sleep(ctx, 300*time.Millisecond)
	}))
	g.Go(task("stock", func() error {
		return sleep(ctx, 800*time.Millisecond)
	}))
	g.Go(task("reviews", func() error {
		return sleep(ctx, 600*time.Millisecond)
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
	err := allWell(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
