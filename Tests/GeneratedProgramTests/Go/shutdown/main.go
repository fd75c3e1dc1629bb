// Can a server stop without losing requests?
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// A new version arrives while the server has two requests
// open.
func shutdown(ctx context.Context) error {
	ctx, insist := context.WithCancel(ctx)
	defer insist()
	// From outside: finish, please.
	asked := make(chan struct{})
	asking := time.AfterFunc(500*time.Millisecond, func() {
		close(asked)
		time.AfterFunc(800*time.Millisecond, insist)
	})
	defer asking.Stop()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("accept", func() error {
		_, err := sleepUnless(ctx, asked, 2500*time.Millisecond)
		return err
	}))
	g.Go(task("login", func() error {
		return sleep(ctx, 300*time.Millisecond)
	}))
	g.Go(task("upload", func() error {
		return sleep(ctx, 900*time.Millisecond)
	}))
	g.Go(task("live-tail", func() error {
		if sleep(ctx, 2500*time.Millisecond) != nil {
			time.Sleep(50 * time.Millisecond) // cleans up
			return nil
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

// sleepUnless is work that also ends when it is asked to.
func sleepUnless(ctx context.Context, asked <-chan struct{},
	d time.Duration) (done bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	select {
	case <-asked:
		return false, nil
	default:
	}
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case <-asked:
		return false, nil
	case <-time.After(d):
		return true, nil
	}
}

func main() {
	err := shutdown(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
