// Loops
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

func loops(ctx context.Context) error {
	urls := make(chan int, 3)
	for item := range 3 {
		urls <- item
	}
	close(urls)
	slotsStory := semaphore.NewWeighted(2)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(3)
	if ctx.Err() == nil {
		g.Go(task("batches", func() error {
			for round := range 3 {
				if err := batch(ctx, fmt.Sprintf("batches/batch-%d", round+1)); err != nil {
					return err
				}
				if err := sleep(ctx, 5*time.Millisecond); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	if ctx.Err() == nil {
		g.Go(task("last", func() error {
			for range 1 {
				time.Sleep(5 * time.Millisecond)
			}
			// Its error is dropped.
			_ = last(ctx, "last/round-2")
			return sleep(ctx, 5*time.Millisecond)
		}))
	}
	for number := range 3 {
		if ctx.Err() != nil {
			break
		}
		g.Go(task(fmt.Sprintf("many-%d", number+1), func() error {
			return sleep(ctx, 20*time.Millisecond)
		}))
	}
	if ctx.Err() == nil {
		inline := task("inline", func() error {
			return sleep(ctx, 10*time.Millisecond)
		})
		if !g.TryGo(inline) {
			if err := inline(); err != nil {
				return err
			}
		}
	}
	if ctx.Err() == nil {
		time.Sleep(20 * time.Millisecond)
		if ctx.Err() == nil {
			g.Go(task("adds", func() error {
				for round := range 2 {
					if err := sleep(ctx, 5*time.Millisecond); err != nil {
						return err
					}
					g.Go(task(fmt.Sprintf("more-%d", round+1), func() error {
						return sleep(ctx, 10*time.Millisecond)
					}))
				}
				return nil
			}))
		}
	}
loop:
	for round := 1; ; round++ {
		var ok bool
		select {
		case _, ok = <-urls:
		case <-ctx.Done():
			break loop
		}
		if !ok {
			break
		}
		if slotsStory.Acquire(ctx, 1) != nil {
			break loop
		}
		if ctx.Err() != nil {
			break loop
		}
		g.Go(task(fmt.Sprintf("fetch-%d", round), func() error {
			time.Sleep(10 * time.Millisecond)
			slotsStory.Release(1)
			return nil
		}))
	}
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
loop2:
	for round := range 2 {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			break loop2
		}
		if ctx.Err() != nil {
			break loop2
		}
		time.Sleep(time.Millisecond)
		if ctx.Err() != nil {
			break loop2
		}
		g.Go(task(fmt.Sprintf("tick-%d", round+1), func() error {
			return sleep(ctx, 10*time.Millisecond)
		}))
		fmt.Println("tick")
	}
	fmt.Println("dispatched")
	return g.Wait()
}

func batch(ctx context.Context, name string) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task(name+"/load", func() error {
		return sleep(ctx, 20*time.Millisecond)
	}))
	if !g.TryGo(task(name+"/save", func() error {
		return sleep(ctx, 10*time.Millisecond)
	})) {
		fmt.Println(name + "/save: there is no free slot")
	}
	return g.Wait()
}

func last(ctx context.Context, name string) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("x", func() error {
		if err := sleep(ctx, 10*time.Millisecond); err != nil {
			return err
		}
		return errors.New("no")
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
	err := loops(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
