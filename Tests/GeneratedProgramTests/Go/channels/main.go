// Channels
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

func channels(ctx context.Context) error {
	paths := make(chan int)
	sums := make(chan int, 2)
	doneStory := make(chan int)
	moreDone := make(chan int)
	never := make(chan int, 1)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("walk", func() error {
		defer close(paths)
		defer close(moreDone)
		if err := sleep(ctx, 10*time.Millisecond); err != nil {
			time.Sleep(10 * time.Millisecond) // cleans up
			return err
		}
		for item := range 6 {
			select {
			case paths <- item:
			case <-ctx.Done():
				time.Sleep(10 * time.Millisecond) // cleans up
				return ctx.Err()
			}
		}
		select {
		case paths <- 1:
		case <-ctx.Done():
			time.Sleep(10 * time.Millisecond) // cleans up
			return ctx.Err()
		}
		return nil
	}))
	g.Go(task("inner", func() error {
		g, ctx := errgroup.WithContext(ctx)
		defer func() {
			time.Sleep(5 * time.Millisecond)
			close(sums)
		}()
		g.Go(task("sum", func() error {
			for range paths {
				time.Sleep(20 * time.Millisecond)
				select {
				case sums <- 1:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return nil
		}))
		g.Go(task("waits", func() error {
			select {
			case <-doneStory:
			case <-ctx.Done():
				return nil
			}
			fmt.Println("done")
			return nil
		}))
		return g.Wait()
	}))
	g.Go(task("collect", func() error {
		for range 2 {
			select {
			case <-sums:
			case <-ctx.Done():
				time.Sleep(5 * time.Millisecond) // cleans up
				return ctx.Err()
			}
		}
		for {
			var ok bool
			select {
			case _, ok = <-sums:
			case <-ctx.Done():
				time.Sleep(5 * time.Millisecond) // cleans up
				return ctx.Err()
			}
			if !ok {
				break
			}
			if err := sleep(ctx, 50*time.Millisecond); err != nil {
				time.Sleep(5 * time.Millisecond) // cleans up
				return err
			}
		}
		return nil
	}))
	g.Go(task("later", func() error {
		if err := sleep(ctx, 200*time.Millisecond); err != nil {
			return err
		}
		close(doneStory)
		for {
			var ok bool
			select {
			case _, ok = <-doneStory:
			case <-ctx.Done():
				return ctx.Err()
			}
			if !ok {
				break
			}
			return errors.New("never")
		}
		<-moreDone
		return nil
	}))
	g.Go(task("finishes", func() error {
		for {
			var ok bool
			select {
			case _, ok = <-never:
			case <-ctx.Done():
				return errors.New("too late")
			}
			if !ok {
				break
			}
			return nil
		}
		return nil
	}))
	g.Go(task("deaf", func() error {
		for range 3 {
			<-doneStory
		}
		return nil
	}))
	g.Go(task("fails", func() error {
		if err := sleep(ctx, 450*time.Millisecond); err != nil {
			return err
		}
		return errors.New("boom")
	}))
	time.Sleep(20 * time.Millisecond)
	g.Go(task("stuck", func() error {
		for item := range 2 {
			select {
			case never <- item:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
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
	err := channels(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
