// Who waits for the loser of a hedged request?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

// A replica is asked, and 100 ms later another one. The
// first answer counts.
func hedge(ctx context.Context) error {
	hedgeFailed := make(chan struct{})
	hedgeSucceeded := make(chan struct{})
	primaryFailed := make(chan struct{})
	primarySucceeded := make(chan struct{})
	ctx, end := context.WithCancel(ctx)
	defer end()
	var wg sync.WaitGroup
	results := make(chan error, 3)
	wg.Go(racing(results, end, task("primary", func() (returned error) {
		defer func() {
			if returned != nil {
				close(primaryFailed)
			} else {
				close(primarySucceeded)
			}
		}()
		time.Sleep(300 * time.Millisecond)
		return nil
	})))
	wg.Go(racing(results, end, task("hedge", func() (returned error) {
		defer func() {
			if returned != nil {
				close(hedgeFailed)
			} else {
				close(hedgeSucceeded)
			}
		}()
		select {
		case <-primaryFailed:
		case <-time.After(100 * time.Millisecond):
		case <-primarySucceeded:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
		return sleep(ctx, 120*time.Millisecond)
	})))
	wg.Go(racing(results, end, task("spare", func() error {
		select {
		case <-hedgeFailed:
		case <-time.After(200 * time.Millisecond):
		case <-hedgeSucceeded:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
		return sleep(ctx, 120*time.Millisecond)
	})))
	// It doesn't wait for the others.
	go func() {
		wg.Wait()
		close(results)
	}()
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
	err := hedge(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
