// Where does a rate-limited loop stop?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"
)

// The caller fetches six pages, one every 100 ms. Their
// index is missing.
func rateLimit(ctx context.Context) error {
	api := rate.NewLimiter(rate.Every(100*time.Millisecond), 1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("index", func() error {
		if err := sleep(ctx, 280*time.Millisecond); err != nil {
			return err
		}
		return errors.New("404 Not Found")
	}))
loop:
	for round := range 6 {
		if err := api.Wait(ctx); err != nil {
			if ctx.Err() == nil {
				return err
			}
			break loop
		}
		g.Go(task(fmt.Sprintf("page-%d", round+1), func() error {
			return sleep(ctx, 250*time.Millisecond)
		}))
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
	err := rateLimit(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
