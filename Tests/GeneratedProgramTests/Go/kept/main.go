// Kept errors
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

func keptStory(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	var mu sync.Mutex
	var kept []error
	keep := func(err error) {
		mu.Lock()
		defer mu.Unlock()
		kept = append(kept, err)
	}
	g.Go(task("web", func() error {
		if err := sleep(ctx, 20*time.Millisecond); err != nil {
			return err
		}
		keep(errors.New("web: no"))
		return nil
	}))
	time.Sleep(time.Millisecond)
	g.Go(task("inner", func() error {
		var wg sync.WaitGroup
		var mu sync.Mutex
		var kept []error
		keep := func(err error) {
			mu.Lock()
			defer mu.Unlock()
			kept = append(kept, err)
		}
		wg.Go(dropping(task("a", func() error {
			keep(errors.New("a: 5%"))
			time.Sleep(10 * time.Millisecond)
			return nil
		})))
		wg.Wait()
		return errors.Join(kept...)
	}))
	g.Go(task("dropped", func() error {
		// Its error is dropped.
		_ = dropped(ctx)
		return sleep(ctx, 80*time.Millisecond)
	}))
	time.Sleep(30 * time.Millisecond)
	g.Go(task("ends", func() error {
		g, ctx := errgroup.WithContext(ctx)
		defer func() {
			fmt.Println("over")
		}()
		var mu sync.Mutex
		var kept []error
		keep := func(err error) {
			mu.Lock()
			defer mu.Unlock()
			kept = append(kept, err)
		}
		g.Go(task("d", func() error {
			keep(errors.New("d"))
			if err := sleep(ctx, 40*time.Millisecond); err != nil {
				return err
			}
			keep(errors.New("e"))
			return errors.New("f")
		}))
		if err := g.Wait(); err != nil {
			return errors.Join(fmt.Errorf("last: %w", err), errors.Join(kept...))
		}
		return errors.Join(kept...)
	}))
	if err := g.Wait(); err != nil {
		return errors.Join(fmt.Errorf("pull: %w", err), errors.Join(kept...))
	}
	fmt.Println("never")
	return errors.Join(kept...)
}

func dropped(ctx context.Context) error {
	g, _ := errgroup.WithContext(ctx)
	var mu sync.Mutex
	var kept []error
	keep := func(err error) {
		mu.Lock()
		defer mu.Unlock()
		kept = append(kept, err)
	}
	g.Go(task("b", func() error {
		keep(errors.New("b"))
		return errors.New("c")
	}))
	if err := g.Wait(); err != nil {
		return errors.Join(err, errors.Join(kept...))
	}
	return errors.Join(kept...)
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
	err := keptStory(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
