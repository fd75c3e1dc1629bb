// Does cancelling unblock a waiting g.Go?
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// Two copies fill the group. The caller wants to start a
// third task.
func blockedGo(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2)
	g.Go(task("copy-1", func() error {
		time.Sleep(800 * time.Millisecond)
		return nil
	}))
	g.Go(task("copy-2", func() error {
		time.Sleep(700 * time.Millisecond)
		return nil
	}))
	g.Go(task("report", func() error {
		return sleep(ctx, 200*time.Millisecond)
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
	err := blockedGo(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
