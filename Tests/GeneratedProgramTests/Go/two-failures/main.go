// Two tasks fail: which error does Wait return?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// Four services delete one user's data. Two of them fail.
func twoFailures(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("profile", func() error {
		return sleep(ctx, 300*time.Millisecond)
	}))
	g.Go(task("orders", func() error {
		if err := sleep(ctx, 500*time.Millisecond); err != nil {
			return err
		}
		return errors.New("orders are locked")
	}))
	g.Go(task("photos", func() error {
		if err := sleep(ctx, 900*time.Millisecond); err != nil {
			time.Sleep(50 * time.Millisecond) // cleans up
			return err
		}
		return nil
	}))
	g.Go(task("letters", func() error {
		if err := sleep(ctx, 200*time.Millisecond); err != nil {
			return err
		}
		time.Sleep(600 * time.Millisecond)
		return errors.New("no such mailbox")
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
	err := twoFailures(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
