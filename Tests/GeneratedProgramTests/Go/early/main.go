// Early
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

func early(ctx context.Context) error {
	var g errgroup.Group
	g.Go(task("ignored", func() error {
		// Its error is dropped.
		_ = ignored(ctx)
		return sleep(ctx, 50*time.Millisecond)
	}))
	g.Go(task("waits", func() error {
		// Its error is dropped.
		_ = waits(ctx)
		return sleep(ctx, 50*time.Millisecond)
	}))
	g.Go(task("drops", func() error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		g, ctx := errgroup.WithContext(ctx)
		defer func() {
			fmt.Println("bye")
		}()
		if err := sleep(ctx, 10*time.Millisecond); err != nil {
			return err
		}
		g.Go(task("c", func() error {
			if err := sleep(ctx, 50*time.Millisecond); err != nil {
				return err
			}
			return errors.New("no")
		}))
		_ = g.Wait()
		return nil
	}))
	g.Go(task("deferred", func() error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		ctx, stop := context.WithTimeout(ctx, 60*time.Millisecond)
		defer stop()
		g, ctx := errgroup.WithContext(ctx)
		defer func() {
			fmt.Println("bye")
		}()
		if err := sleep(ctx, 100*time.Millisecond); err != nil {
			return err
		}
		g.Go(task("d", func() error {
			return sleep(ctx, 100*time.Millisecond)
		}))
		_ = g.Wait()
		return nil
	}))
	return g.Wait()
}

func ignored(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	if err := errors.New("no route"); err != nil {
		return err
	}
	g.Go(task("a", func() error {
		return sleep(ctx, 100*time.Millisecond)
	}))
	_ = g.Wait()
	return nil
}

func waits(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("b", func() error {
		return sleep(ctx, 100*time.Millisecond)
	}))
	_ = sleep(ctx, 10*time.Millisecond)
	return errors.New("no room")
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
	err := early(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
