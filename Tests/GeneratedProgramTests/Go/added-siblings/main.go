// Added siblings
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

func addedSiblings(ctx context.Context) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(task("adds", func() error {
		ctx := context.WithoutCancel(gctx)
		if err := sleep(ctx, 100*time.Millisecond); err != nil {
			return err
		}
		g.Go(task("added", func() error {
			return sleep(gctx, time.Second)
		}))
		return sleep(ctx, 600*time.Millisecond)
	}))
	g.Go(task("limited", func() error {
		ctx, cancel := context.WithTimeout(gctx, 200*time.Millisecond)
		defer cancel()
		g.Go(task("more", func() error {
			if err := sleep(gctx, time.Second); err != nil {
				time.Sleep(20 * time.Millisecond) // cleans up
				return err
			}
			return nil
		}))
		_ = sleep(ctx, 400*time.Millisecond) // its end is no error
		return nil
	}))
	g.Go(task("bare", func() error {
		var g errgroup.Group
		gctx2 := gctx
		g.Go(task("long", func() error {
			ctx := context.WithoutCancel(gctx2)
			if err := sleep(ctx, 100*time.Millisecond); err != nil {
				return err
			}
			g.Go(task("last", func() error {
				return sleep(gctx2, time.Second)
			}))
			return sleep(ctx, 600*time.Millisecond)
		}))
		return g.Wait()
	}))
	g.Go(task("fails", func() error {
		if err := sleep(gctx, 500*time.Millisecond); err != nil {
			return err
		}
		return errors.New("boom")
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
	err := addedSiblings(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
