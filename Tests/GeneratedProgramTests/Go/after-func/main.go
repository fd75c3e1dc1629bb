// Does Wait wait for an AfterFunc?
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// Two tasks write a report. The metrics are sent when the
// context is done.
func afterFunc(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	context.AfterFunc(ctx, func() {
		fmt.Println("send-metrics")
		time.Sleep(300 * time.Millisecond)
	})
	g.Go(task("read", func() error {
		return sleep(ctx, 200*time.Millisecond)
	}))
	g.Go(task("write", func() error {
		return sleep(ctx, 400*time.Millisecond)
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
	err := afterFunc(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
