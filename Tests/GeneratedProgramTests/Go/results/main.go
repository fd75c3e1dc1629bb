// Results
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

func resultsStory(ctx context.Context) error {
	jobs := make(chan int)
	resultsStory2 := make(chan int, 2)
	parts := make(chan int)
	found := make(chan int, 1)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("feed", func() error {
		defer close(jobs)
		for item := range 7 {
			select {
			case jobs <- item:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	}))
	for number := range 3 {
		time.Sleep(time.Millisecond)
		g.Go(task(fmt.Sprintf("worker-%d", number+1), func() error {
			for {
				var ok bool
				select {
				case _, ok = <-jobs:
				case <-ctx.Done():
					return ctx.Err()
				}
				if !ok {
					break
				}
				if err := sleep(ctx, 20*time.Millisecond); err != nil {
					return err
				}
				select {
				case resultsStory2 <- 1:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return nil
		}))
	}
	g.Go(task("inner", func() error {
		// Its error is dropped.
		_ = inner(ctx, parts)
		if err := search(ctx, found); err != nil {
			return err
		}
		return sleep(ctx, 5*time.Millisecond)
	}))
	go func() {
		_ = g.Wait()
		close(resultsStory2)
	}()
loop:
	for {
		var ok bool
		select {
		case _, ok = <-resultsStory2:
		case <-ctx.Done():
			break loop
		}
		if !ok {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	fmt.Println("all results")
	if err := g.Wait(); err != nil {
		return err
	}
	fmt.Println("done")
	return nil
}

func inner(ctx context.Context, parts chan int) error {
	g, ctx := errgroup.WithContext(ctx)
	for number := range 4 {
		time.Sleep(time.Millisecond)
		g.Go(task(fmt.Sprintf("part-%d", number+1), func() error {
			if sleep(ctx, 3*time.Millisecond) != nil {
				return context.Cause(ctx)
			}
			for item := range 2 {
				select {
				case parts <- item:
				case <-ctx.Done():
					return context.Cause(ctx)
				}
			}
			return nil
		}))
	}
	g.Go(task("bad", func() error {
		if err := sleep(ctx, 20*time.Millisecond); err != nil {
			return err
		}
		return errors.New("no part")
	}))
	go func() {
		_ = g.Wait()
		close(parts)
	}()
loop2:
	for {
		var ok bool
		select {
		case _, ok = <-parts:
		case <-ctx.Done():
			break loop2
		}
		if !ok {
			break
		}
		time.Sleep(6 * time.Millisecond)
	}
	fmt.Println("no more parts")
	return g.Wait()
}

func search(ctx context.Context, found chan int) error {
	var wg sync.WaitGroup
	time.Sleep(time.Millisecond)
	wg.Go(dropping(task("first", func() error {
		time.Sleep(10 * time.Millisecond)
		found <- 1
		return nil
	})))
	wg.Go(dropping(task("other", func() error {
		time.Sleep(15 * time.Millisecond)
		found <- 1
		return nil
	})))
	go func() {
		wg.Wait()
		close(found)
	}()
	select {
	case <-found:
	case <-ctx.Done():
	}
	<-found
loop3:
	for {
		var ok bool
		select {
		case _, ok = <-found:
		case <-ctx.Done():
			break loop3
		}
		if !ok {
			break
		}
		fmt.Println("never")
	}
	wg.Wait()
	select {
	case <-found:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
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
	err := resultsStory(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
