// What becomes of queued jobs when a job fails?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// Eight jobs wait in a channel. Two workers take one after
// the other.
func workerPool(ctx context.Context) error {
	jobs := make(chan func(context.Context) error, 8)
	jobs <- func(ctx context.Context) error {
		return sleep(ctx, 100*time.Millisecond)
	}
	jobs <- func(ctx context.Context) error {
		return sleep(ctx, 150*time.Millisecond)
	}
	jobs <- func(ctx context.Context) error {
		return sleep(ctx, 200*time.Millisecond)
	}
	jobs <- func(ctx context.Context) error {
		return sleep(ctx, 100*time.Millisecond)
	}
	jobs <- func(ctx context.Context) error {
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return err
		}
		return errors.New("bad input")
	}
	jobs <- func(ctx context.Context) error {
		return sleep(ctx, 200*time.Millisecond)
	}
	jobs <- func(ctx context.Context) error {
		return sleep(ctx, 100*time.Millisecond)
	}
	jobs <- func(ctx context.Context) error {
		return sleep(ctx, 100*time.Millisecond)
	}
	close(jobs)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("worker-1", func() error {
		for {
			var job func(context.Context) error
			var ok bool
			select {
			case job, ok = <-jobs:
			case <-ctx.Done():
				return ctx.Err()
			}
			if !ok {
				break
			}
			if err := job(ctx); err != nil {
				return err
			}
		}
		return nil
	}))
	time.Sleep(10 * time.Millisecond)
	g.Go(task("worker-2", func() error {
		for {
			var job func(context.Context) error
			var ok bool
			select {
			case job, ok = <-jobs:
			case <-ctx.Done():
				return ctx.Err()
			}
			if !ok {
				break
			}
			if err := job(ctx); err != nil {
				return err
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
	err := workerPool(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
