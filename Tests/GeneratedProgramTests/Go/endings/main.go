// Endings
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

func endings(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	defer func() {
		fmt.Println("all is over")
	}()
	g.Go(task("good", func() error {
		g, gctx := errgroup.WithContext(ctx)
		defer func() {
			time.Sleep(20 * time.Millisecond)
		}()
		g.Go(task("a", func() error {
			return sleep(gctx, 100*time.Millisecond)
		}))
		if err := g.Wait(); err != nil {
			return err
		}
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return err
		}
		fmt.Println("good is good")
		return nil
	}))
	g.Go(task("late", func() error {
		g, gctx := errgroup.WithContext(ctx)
		g.Go(task("b", func() error {
			return sleep(gctx, 100*time.Millisecond)
		}))
		if err := g.Wait(); err != nil {
			return fmt.Errorf("never: %w", err)
		}
		return sleep(ctx, time.Second)
	}))
	g.Go(task("quiet", func() error {
		// Its error is dropped.
		_ = quiet(ctx)
		// Its error is dropped.
		_ = second(ctx)
		return sleep(ctx, 50*time.Millisecond)
	}))
	g.Go(task("told", func() error {
		<-ctx.Done()
		time.Sleep(10 * time.Millisecond) // cleans up
		return fmt.Errorf("stop: %w", ctx.Err())
	}))
	g.Go(task("works", func() error {
		if err := sleep(ctx, 500*time.Millisecond); err != nil {
			return fmt.Errorf("work: %w", err)
		}
		return nil
	}))
	g.Go(task("bad", func() error {
		g, ctx := errgroup.WithContext(ctx)
		defer func() {
			time.Sleep(10 * time.Millisecond)
			fmt.Println("bad is over")
		}()
		g.Go(task("e", func() error {
			if err := sleep(ctx, 300*time.Millisecond); err != nil {
				return err
			}
			return errors.New("boom")
		}))
		if err := g.Wait(); err != nil {
			return fmt.Errorf("bad: %w", err)
		}
		return nil
	}))
	if err := g.Wait(); err != nil {
		return fmt.Errorf("load 100 %% of the page: %w", err)
	}
	return nil
}

func quiet(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	defer func() {
		fmt.Println("quiet is over")
	}()
	g.Go(task("c", func() error {
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return err
		}
		return errors.New("no")
	}))
	if err := g.Wait(); err != nil {
		return err
	}
	fmt.Println("never")
	return nil
}

func second(ctx context.Context) error {
	var wg sync.WaitGroup
	wg.Go(dropping(task("d", func() error {
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return err
		}
		return errors.New("no")
	})))
	wg.Wait()
	if err := sleep(ctx, 20*time.Millisecond); err != nil {
		return err
	}
	return errors.New("too few")
}

// task says how f ended.
func task(name string, f func() error) func() error {
	return func() error {
		err := f()
		fmt.Println(name+":", err)
		return err
	}
}

// dropping drops what f returns.
func dropping(f func() error) func() {
	return func() { _ = f() }
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
	err := endings(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
