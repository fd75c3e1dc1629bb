// Is ctx still usable after Wait returns nil?
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// An image is pushed in three parts. Its manifest is sent
// after them.
func usedAfterWait(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("push", func() error {
		g, ctx := errgroup.WithContext(ctx)
		g.Go(task("config", func() error {
			return sleep(ctx, 100*time.Millisecond)
		}))
		g.Go(task("layer-1", func() error {
			return sleep(ctx, 400*time.Millisecond)
		}))
		g.Go(task("layer-2", func() error {
			return sleep(ctx, 600*time.Millisecond)
		}))
		if err := g.Wait(); err != nil {
			return err
		}
		fmt.Println("all parts are there; now the manifest")
		return sleep(ctx, 200*time.Millisecond)
	}))
	g.Go(task("scan", func() error {
		if err := sleep(ctx, time.Second); err != nil {
			time.Sleep(50 * time.Millisecond) // cleans up
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
	err := usedAfterWait(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
