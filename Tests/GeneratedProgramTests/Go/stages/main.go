// Pipeline
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

func stages(ctx context.Context) error {
	lines := make(chan int)
	records := make(chan int)
	pages := make(chan int, 1)
	var g errgroup.Group
	g.Go(task("fails", func() error {
		g, ctx := errgroup.WithContext(ctx)
		g.Go(task("fails/read", func() error {
			defer close(lines)
			for range 5 {
				if err := sleep(ctx, 10*time.Millisecond); err != nil {
					return err
				}
				select {
				case lines <- 1:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return nil
		}))
		g.Go(task("parse", func() error {
			defer close(records)
			for range 2 {
				select {
				case <-lines:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			time.Sleep(5 * time.Millisecond)
			select {
			case records <- 1:
			case <-ctx.Done():
				return ctx.Err()
			}
			select {
			case <-lines:
			case <-ctx.Done():
				return ctx.Err()
			}
			return errors.New("bad line")
		}))
		g.Go(task("store", func() error {
			for {
				var ok bool
				select {
				case _, ok = <-records:
				case <-ctx.Done():
					time.Sleep(5 * time.Millisecond) // cleans up
					return ctx.Err()
				}
				if !ok {
					break
				}
				if err := sleep(ctx, 20*time.Millisecond); err != nil {
					time.Sleep(5 * time.Millisecond) // cleans up
					return err
				}
				fmt.Println("stored")
			}
			return nil
		}))
		g.Go(task("watch", func() error {
			select {
			case <-pages:
			case <-ctx.Done():
				time.Sleep(3 * time.Millisecond) // cleans up
				return nil
			}
			return nil
		}))
		return g.Wait()
	}))
	g.Go(task("drains", func() error {
		if err := sleep(ctx, 100*time.Millisecond); err != nil {
			return err
		}
		// Its error is dropped.
		_ = drain(ctx, pages)
		return sleep(ctx, 10*time.Millisecond)
	}))
	return g.Wait()
}

func drain(ctx context.Context, pages chan int) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("drains/drain/read", func() error {
		for item := range 4 {
			pages <- item
		}
		fmt.Println("read")
		select {
		case pages <- 1:
		case <-ctx.Done():
			time.Sleep(2 * time.Millisecond) // cleans up
			return ctx.Err()
		}
		return nil
	}))
	g.Go(task("drains/drain/fails", func() error {
		if err := sleep(ctx, 30*time.Millisecond); err != nil {
			return err
		}
		return errors.New("no room")
	}))
	g.Go(task("late", func() error {
		time.Sleep(60 * time.Millisecond)
		for range 4 {
			<-pages
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
	err := stages(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
