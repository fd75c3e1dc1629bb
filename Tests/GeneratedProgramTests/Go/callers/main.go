// Callers
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

var errNotSo = errors.New("not so")

func callers(ctx context.Context) error {
	stopStory := make(chan struct{})
	paths := make(chan int)
	sums := make(chan int, 2)
	hints := make(chan int, 2)
	for item := range 2 {
		hints <- item
	}
	close(hints)
	spare := make(chan int, 1)
	slotsStory := semaphore.NewWeighted(1)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("walk", func() error {
		defer close(paths)
		for item := range 3 {
			select {
			case paths <- item:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	}))
	for number := range 3 {
		g.Go(task(fmt.Sprintf("digest-%d", number+1), func() error {
			for range paths {
				time.Sleep(20 * time.Millisecond)
				select {
				case sums <- 1:
				default:
					fmt.Println("dropped")
				}
			}
			return nil
		}))
	}
	g.Go(task("serve", func() error {
		select {
		case <-stopStory:
		case <-ctx.Done():
			return ctx.Err()
		}
		return http.ErrServerClosed
	}))
	g.Go(task("feeds", func() error {
		g, ctx := errgroup.WithContext(ctx)
		g.Go(task("a", func() error {
			return sleep(ctx, 40*time.Millisecond)
		}))
		select {
		case spare <- 1:
		default:
		}
		select {
		case spare <- 1:
		default:
			fmt.Println("spare")
		}
		_ = sleep(ctx, 15*time.Millisecond)
	loop:
		for range 3 {
			select {
			case <-hints:
			case <-ctx.Done():
				break loop
			}
		}
		return g.Wait()
	}))
	g.Go(task("early", func() error {
		// Its error is dropped.
		_ = early(ctx)
		return sleep(ctx, 10*time.Millisecond)
	}))
	g.Go(task("takes", func() error {
		if !slotsStory.TryAcquire(1) {
			return errors.New("busy")
		}
		defer slotsStory.Release(1)
		return sleep(ctx, 8*time.Millisecond)
	}))
	g.Go(task("known", func() error {
		g, ctx := errgroup.WithContext(ctx)
		var mu sync.Mutex
		var kept []error
		keep := func(err error) {
			mu.Lock()
			defer mu.Unlock()
			kept = append(kept, err)
		}
		g.Go(task("c", func() error {
			if err := sleep(ctx, 10*time.Millisecond); err != nil {
				return err
			}
			return io.EOF
		}))
		g.Go(task("d", func() error {
			keep(errors.New("d"))
			<-ctx.Done()
			return nil
		}))
		if err := g.Wait(); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, errNotSo) {
			if errors.Is(err, context.Canceled) {
				return errors.Join(append(kept, context.Cause(ctx))...)
			}
			return errors.Join(append(kept, errors.New("gone"))...)
		}
		return errors.Join(kept...)
	}))
	go func() {
		_ = g.Wait()
		close(sums)
	}()
	for range sums {
		time.Sleep(5 * time.Millisecond)
	}
	fmt.Println("all")
	close(stopStory)
	if err := g.Wait(); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("sum: %w", err)
	}
	fmt.Println("closed")
	return nil
}

func early(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("b", func() error {
		<-ctx.Done()
		return ctx.Err()
	}))
	time.Sleep(5 * time.Millisecond)
	return errors.New("no config")
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
	err := callers(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
