// Raced
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

func raced(ctx context.Context) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	var wg sync.WaitGroup
	results := make(chan error, 5)
	wg.Go(racing(results, end, task("slow", func() error {
		if err := sleep(ctx, time.Second); err != nil {
			time.Sleep(50 * time.Millisecond) // cleans up
			return err
		}
		return nil
	})))
	wg.Go(racing(results, end, task("deaf", func() error {
		time.Sleep(700 * time.Millisecond)
		return nil
	})))
	wg.Go(racing(results, end, task("bad", func() error {
		if err := sleep(ctx, 100*time.Millisecond); err != nil {
			return err
		}
		return errors.New("no")
	})))
	wg.Go(racing(results, end, task("quick", func() error {
		return sleep(ctx, 500*time.Millisecond)
	})))
	wg.Go(racing(results, end, task("lost", func() error {
		// Its error is dropped.
		_ = lost(ctx)
		return sleep(ctx, time.Second)
	})))
	wg.Wait()
	end()
	close(results)
	return success(results)
}

func lost(ctx context.Context) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	var wg sync.WaitGroup
	results := make(chan error, 2)
	wg.Go(racing(results, end, task("f", func() error {
		if err := sleep(ctx, 100*time.Millisecond); err != nil {
			return err
		}
		return errors.New("no")
	})))
	wg.Go(racing(results, end, task("g", func() error {
		if err := sleep(ctx, 200*time.Millisecond); err != nil {
			return err
		}
		return errors.New("nor")
	})))
	wg.Wait()
	end()
	close(results)
	return success(results)
}

// task says how f ended.
func task(name string, f func() error) func() error {
	return func() error {
		err := f()
		fmt.Println(name+":", err)
		return err
	}
}

// racing hands on what f returns, and ends the others when
// that is a success.
func racing(results chan<- error, end func(), f func() error) func() {
	return func() {
		err := f()
		if err == nil {
			end()
		}
		results <- err
	}
}

// success is nil if any result is, and else all errors together.
func success(results <-chan error) error {
	var errs []error
	for err := range results {
		if err == nil {
			return nil
		}
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
	err := raced(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
