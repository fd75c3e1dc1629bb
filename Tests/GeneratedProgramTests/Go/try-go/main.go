// What does TryGo do on a full group?
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// A service resizes photos, two at a time. Four photos
// arrive.
func tryGo(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2)
	g.Go(task("photo-1", func() error {
		return sleep(ctx, 400*time.Millisecond)
	}))
	g.Go(task("photo-2", func() error {
		return sleep(ctx, 800*time.Millisecond)
	}))
	time.Sleep(100 * time.Millisecond)
	if !g.TryGo(task("photo-3", func() error {
		return sleep(ctx, 200*time.Millisecond)
	})) {
		fmt.Println("photo-3: there is no free slot")
	}
	time.Sleep(400 * time.Millisecond)
	if !g.TryGo(task("photo-4", func() error {
		return sleep(ctx, 200*time.Millisecond)
	})) {
		fmt.Println("photo-4: there is no free slot")
	}
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
	err := tryGo(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
