// Can a cancelled task clean up with its ctx?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// A payment fails. Two other tasks have to undo what they
// did.
func cleanup(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("pay", func() error {
		if err := sleep(ctx, 300*time.Millisecond); err != nil {
			return err
		}
		return errors.New("card declined")
	}))
	g.Go(task("seats", func() error {
		if sleep(ctx, 800*time.Millisecond) != nil {
			return errors.New("seats not released: context canceled")
		}
		return nil
	}))
	g.Go(task("stock", func() error {
		if err := sleep(ctx, 800*time.Millisecond); err != nil {
			time.Sleep(200 * time.Millisecond) // cleans up
			return err
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
	err := cleanup(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
