// Should one bad item cancel the whole batch?
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// 1,000 texts are translated, 50 at a time. One is in an
// unknown language.
func batch(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(50)
	for number := range 649 {
		g.Go(task(fmt.Sprintf("text-%d", number+1), func() error {
			return sleep(ctx, 200*time.Millisecond)
		}))
	}
	g.Go(task("bad", func() error {
		if err := sleep(ctx, 100*time.Millisecond); err != nil {
			return err
		}
		return errors.New("unknown language")
	}))
	for number := range 350 {
		g.Go(task(fmt.Sprintf("more-%d", number+1), func() error {
			return sleep(ctx, 200*time.Millisecond)
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
	err := batch(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
