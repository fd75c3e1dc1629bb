// Why does Wait return "context canceled"?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// A task finds a corrupt block, stops the other two and
// then reports it.
func hiddenError(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("read-blocks", func() error {
		if err := sleep(ctx, 400*time.Millisecond); err != nil {
			return err
		}
		fmt.Println("block 812 is corrupt")
		cancel()
		time.Sleep(150 * time.Millisecond)
		return errors.New("block 812 is corrupt")
	}))
	g.Go(task("balances", func() error {
		return sleep(ctx, 800*time.Millisecond)
	}))
	g.Go(task("mempool", func() error {
		if err := sleep(ctx, time.Second); err != nil {
			time.Sleep(50 * time.Millisecond) // cleans up
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
	err := hiddenError(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
