// Does cancelling a context stop a goroutine?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// A payment fails while three other tasks are running.
func deafTask(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("charge-card", func() error {
		if err := sleep(ctx, 300*time.Millisecond); err != nil {
			return err
		}
		return errors.New("card declined")
	}))
	g.Go(task("reserve-stock", func() error {
		if err := sleep(ctx, 800*time.Millisecond); err != nil {
			time.Sleep(50 * time.Millisecond) // cleans up
			return err
		}
		return nil
	}))
	g.Go(task("print-label", func() error {
		if err := sleep(ctx, 100*time.Millisecond); err != nil {
			return err
		}
		time.Sleep(500 * time.Millisecond)
		return sleep(ctx, 200*time.Millisecond)
	}))
	g.Go(task("sync-crm", func() error {
		time.Sleep(1200 * time.Millisecond)
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
	err := deafTask(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
