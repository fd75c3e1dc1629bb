// Left alone
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

func leftAlone(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, 600*time.Millisecond,
		errors.New("time is up"))
	defer cancel()
	var wg sync.WaitGroup
	results := make(chan error, 4)
	wg.Go(noticing(results, ctx, task("a", func() error {
		if err := sleep(ctx, 200*time.Millisecond); err != nil {
			return err
		}
		return errors.New("no")
	})))
	wg.Go(noticing(results, ctx, task("b", func() error {
		return sleep(ctx, 400*time.Millisecond)
	})))
	wg.Go(noticing(results, ctx, task("c", func() error {
		_ = sleep(ctx, time.Second) // its end is no error
		return nil
	})))
	wg.Go(noticing(results, ctx, task("d", func() error {
		return sleep(ctx, time.Second)
	})))
	wg.Wait()
	close(results)
	err := <-results
	fmt.Println("cause:", context.Cause(ctx))
	return err
}

// task says how f ended.
func task(name string, f func() error) func() error {
	return func() error {
		err := f()
		fmt.Println(name+":", err)
		return err
	}
}

// noticing drops what f returns, unless the end of ctx cut it short.
func noticing(results chan<- error, ctx context.Context, f func() error) func() {
	return func() {
		err := f()
		if err == nil || ctx.Err() == nil {
			return
		}
		switch err {
		case context.Canceled, context.DeadlineExceeded, context.Cause(ctx):
			results <- ctx.Err()
		}
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
	err := leftAlone(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
