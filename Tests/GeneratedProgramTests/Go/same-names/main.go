// Same names
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

func sameNames(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("term", func() error {
		if err := one(ctx); err != nil {
			return err
		}
		// Its error is dropped.
		_ = two(ctx)
		return nil
	}))
	for number := range 3 {
		name := fmt.Sprintf("worker-%d", number+1)
		g.Go(task(name, func() error {
			g, ctx := errgroup.WithContext(ctx)
			g.SetLimit(3)
			g.Go(task(name+"/graph", func() error {
				return sleep(ctx, 150*time.Millisecond)
			}))
			for number := range 3 {
				if !g.TryGo(task(fmt.Sprintf("%s/part-%d", name, number+1), func() error {
					return sleep(ctx, 50*time.Millisecond)
				})) {
					fmt.Println(fmt.Sprintf("%s/part-%d", name, number+1) + ": there is no free slot")
				}
			}
			g.Go(task(name+"/last", func() error {
				return sleep(ctx, 50*time.Millisecond)
			}))
			return g.Wait()
		}))
	}
	for number := range 3 {
		name := fmt.Sprintf("shift-%d", number+1)
		g.Go(task(name, func() error {
			if err := sleep(ctx, 10*time.Millisecond); err != nil {
				return err
			}
			return shift1(ctx, name)
		}))
	}
	return g.Wait()
}

func one(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("term/one/graph", func() error {
		return sleep(ctx, 100*time.Millisecond)
	}))
	for number := range 3 {
		g.Go(task(fmt.Sprintf("term/one/writer-%d", number+1), func() error {
			return sleep(ctx, 50*time.Millisecond)
		}))
	}
	g.Go(task("term/one/a + b", func() error {
		return sleep(ctx, 50*time.Millisecond)
	}))
	return g.Wait()
}

func two(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("term/two/graph", func() error {
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return err
		}
		return errors.New("gone")
	}))
	for number := range 3 {
		g.Go(task(fmt.Sprintf("term/two/writer-%d", number+1), func() error {
			return sleep(ctx, 150*time.Millisecond)
		}))
	}
	g.Go(task("term/two/a + b", func() error {
		return sleep(ctx, 200*time.Millisecond)
	}))
	return g.Wait()
}

func shift1(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeoutCause(ctx, time.Second,
		errors.New("late"))
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task(name+"/graph", func() error {
		return sleep(ctx, 100*time.Millisecond)
	}))
	for number := range 3 {
		name := fmt.Sprintf("%s/deep-%d", name, number+1)
		g.Go(task(name, func() error {
			var wg sync.WaitGroup
			wg.Go(dropping(task(name+"/leaf", func() error {
				return sleep(ctx, 50*time.Millisecond)
			})))
			wg.Wait()
			return nil
		}))
	}
	err := g.Wait()
	fmt.Println("cause of "+name+":", context.Cause(ctx))
	return err
}

// task says how f ended.
func task(name string, f func() error) func() error {
	return func() error {
		err := f()
		fmt.Println(name+":", err)
		return err
	}
}

// dropping drops what f returns.
func dropping(f func() error) func() {
	return func() { _ = f() }
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
	err := sameNames(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
