// What still runs after a cancellation?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// A booking fails. Some of its work must go on, and some
// must begin.
func detached(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	context.AfterFunc(ctx, func() {
		fmt.Println("give-seats-back")
	})
	stopRemindGuest := context.AfterFunc(ctx, func() {
		fmt.Println("remind-guest")
	})
	time.AfterFunc(500*time.Millisecond, func() { stopRemindGuest() })
	g.Go(task("reserve", func() error {
		return sleep(ctx, 200*time.Millisecond)
	}))
	g.Go(task("pay", func() error {
		if err := sleep(ctx, 600*time.Millisecond); err != nil {
			return err
		}
		return errors.New("card declined")
	}))
	g.Go(task("tickets", func() error {
		if err := sleep(ctx, 1100*time.Millisecond); err != nil {
			time.Sleep(50 * time.Millisecond) // cleans up
			return err
		}
		return nil
	}))
	g.Go(task("audit", func() error {
		ctx := context.WithoutCancel(ctx)
		return sleep(ctx, time.Second)
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
	err := detached(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
