// Shared jobs
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

func sharedJobs(ctx context.Context) {
	jobs := make(chan func(context.Context) error, 6)
	jobs <- func(ctx context.Context) error {
		return sleep(ctx, 100*time.Millisecond)
	}
	jobs <- func(ctx context.Context) error {
		time.Sleep(150 * time.Millisecond)
		return nil
	}
	jobs <- func(ctx context.Context) error {
		return sleep(ctx, 130*time.Millisecond)
	}
	jobs <- func(ctx context.Context) error {
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return err
		}
		return errors.New("bad job")
	}
	jobs <- func(ctx context.Context) error {
		return nil
	}
	jobs <- func(ctx context.Context) error {
		return sleep(ctx, 200*time.Millisecond)
	}
	close(jobs)
	twins := make(chan int, 7)
	for item := range 7 {
		twins <- item
	}
	close(twins)
	var wg sync.WaitGroup
	wg.Go(dropping(task("worker", func() error {
		for {
			var job func(context.Context) error
			var ok bool
			select {
			case job, ok = <-jobs:
			case <-ctx.Done():
				time.Sleep(5 * time.Millisecond) // cleans up
				return nil
			}
			if !ok {
				break
			}
			if err := job(ctx); err != nil {
				if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
					time.Sleep(5 * time.Millisecond) // cleans up
					return nil
				}
				return err
			}
		}
		return nil
	})))
	time.Sleep(10 * time.Millisecond)
	wg.Go(dropping(task("other", func() error {
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
			fmt.Println("one more")
		}
		return nil
	})))
	time.Sleep(30 * time.Millisecond)
	wg.Go(dropping(task("deaf", func() error {
		for job := range jobs {
			if err := job(context.Background()); err != nil {
				return err
			}
		}
		return nil
	})))
	wg.Go(dropping(task("counts", func() error {
		for range 2 {
			select {
			case <-twins:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		for {
			var ok bool
			select {
			case _, ok = <-twins:
			case <-ctx.Done():
				return ctx.Err()
			}
			if !ok {
				break
			}
			if err := sleep(ctx, 15*time.Millisecond); err != nil {
				return err
			}
		}
		return nil
	})))
	time.Sleep(5 * time.Millisecond)
	wg.Go(dropping(task("first", func() error {
		for range twins {
			time.Sleep(40 * time.Millisecond)
			return nil
		}
		return nil
	})))
	wg.Go(dropping(task("inner", func() error {
		g, ctx := errgroup.WithContext(ctx)
		g.Go(task("takes", func() error {
			ctx, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
			defer cancel()
			for {
				var ok bool
				select {
				case _, ok = <-twins:
				case <-ctx.Done():
					return fmt.Errorf("no time: %w", ctx.Err())
				}
				if !ok {
					break
				}
				if err := sleep(ctx, 500*time.Millisecond); err != nil {
					return fmt.Errorf("no time: %w", err)
				}
			}
			return nil
		}))
		return g.Wait()
	})))
	wg.Wait()
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
	sharedJobs(context.Background())
	fmt.Println("wait returned")
}
