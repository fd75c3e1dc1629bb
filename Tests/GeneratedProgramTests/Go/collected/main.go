// Collected
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

func collected(ctx context.Context) error {
	gctx, end := context.WithCancel(ctx)
	defer end()
	var wg sync.WaitGroup
	slots := make(chan struct{}, 2)
	results := make(chan error, 4)
	context.AfterFunc(gctx, func() {
		fmt.Println("report")
	})
	slots <- struct{}{}
	wg.Go(reporting(results, task("a", func() error {
		defer func() { <-slots }()
		if err := sleep(gctx, 300*time.Millisecond); err != nil {
			return err
		}
		return errors.New("no route")
	})))
	slots <- struct{}{}
	wg.Go(reporting(results, task("b", func() error {
		defer func() { <-slots }()
		return sleep(gctx, 500*time.Millisecond)
	})))
	slots <- struct{}{}
	wg.Go(reporting(results, task("c", func() error {
		defer func() { <-slots }()
		if err := sleep(gctx, 500*time.Millisecond); err != nil {
			return err
		}
		return errors.New("rate limited")
	})))
	slots <- struct{}{}
	wg.Go(reporting(results, task("quiet", func() error {
		defer func() { <-slots }()
		// Its error is dropped.
		_ = quiet(gctx)
		return sleep(gctx, 100*time.Millisecond)
	})))
	wg.Wait()
	end()
	close(results)
	if err := join(results); err != nil {
		return err
	}
	return sleep(ctx, 100*time.Millisecond)
}

func quiet(ctx context.Context) error {
	var wg sync.WaitGroup
	results := make(chan error, 2)
	wg.Go(reporting(results, task("d", func() error {
		if err := sleep(ctx, 100*time.Millisecond); err != nil {
			return err
		}
		return errors.New("no")
	})))
	wg.Go(reporting(results, task("e", func() error {
		return sleep(ctx, 200*time.Millisecond)
	})))
	wg.Wait()
	close(results)
	return join(results)
}

// task says how f ended.
func task(name string, f func() error) func() error {
	return func() error {
		err := f()
		fmt.Println(name+":", err)
		return err
	}
}

// reporting hands on what f returns.
func reporting(results chan<- error, f func() error) func() {
	return func() { results <- f() }
}

// join is all errors together, and nil where there is none.
func join(results <-chan error) error {
	var errs []error
	for err := range results {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
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
	err := collected(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
