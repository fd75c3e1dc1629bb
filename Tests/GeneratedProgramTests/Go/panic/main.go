// Does errgroup recover a panic?
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// A photo's decoder panics in a group inside the page's
// group.
func panicStory(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("banner", func() error {
		return sleep(ctx, 200*time.Millisecond)
	}))
	g.Go(task("gallery", func() error {
		g, ctx := errgroup.WithContext(ctx)
		g.Go(task("photo-1", func() error {
			if err := sleep(ctx, 800*time.Millisecond); err != nil {
				time.Sleep(50 * time.Millisecond) // cleans up
				return err
			}
			return nil
		}))
		g.Go(task("photo-2", func() error {
			if err := sleep(ctx, 400*time.Millisecond); err != nil {
				return err
			}
			panic("index 3 is out of range")
		}))
		return g.Wait()
	}))
	g.Go(task("invoice", func() error {
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
	err := panicStory(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
