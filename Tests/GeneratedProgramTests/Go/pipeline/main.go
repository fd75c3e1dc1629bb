// How does a pipeline end when one stage fails?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// walk sends paths, two workers send their sums, and the
// caller collects them.
func pipeline(ctx context.Context) error {
	paths := make(chan int)
	sums := make(chan int)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("walk", func() error {
		defer close(paths)
		for range 6 {
			if err := sleep(ctx, 80*time.Millisecond); err != nil {
				return err
			}
			select {
			case paths <- 1:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	}))
	g.Go(task("sum-1", func() error {
		for {
			var ok bool
			select {
			case _, ok = <-paths:
			case <-ctx.Done():
				return ctx.Err()
			}
			if !ok {
				break
			}
			if err := sleep(ctx, 240*time.Millisecond); err != nil {
				return err
			}
			select {
			case sums <- 1:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	}))
	time.Sleep(40 * time.Millisecond)
	g.Go(task("sum-2", func() error {
		for {
			var ok bool
			select {
			case _, ok = <-paths:
			case <-ctx.Done():
				return ctx.Err()
			}
			if !ok {
				break
			}
			if err := sleep(ctx, 360*time.Millisecond); err != nil {
				return err
			}
			return errors.New("permission denied")
		}
		return nil
	}))
	go func() {
		_ = g.Wait()
		close(sums)
	}()
loop:
	for {
		var ok bool
		select {
		case _, ok = <-sums:
		case <-ctx.Done():
			break loop
		}
		if !ok {
			break
		}
	}
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
	err := pipeline(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
