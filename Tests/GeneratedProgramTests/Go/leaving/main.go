// Leaving
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

func leaving(ctx context.Context) error {
	allDone := make(chan struct{})
	calmDone := make(chan struct{})
	firstStarted := make(chan struct{})
	db := semaphore.NewWeighted(1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var g errgroup.Group
	g.Go(task("first", func() error {
		close(firstStarted)
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		g, gctx := errgroup.WithContext(ctx)
		g.Go(task("a", func() error {
			if err := sleep(gctx, 10*time.Millisecond); err != nil {
				return err
			}
			return errors.New("no")
		}))
		g.Go(task("b", func() error {
			time.Sleep(50 * time.Millisecond)
			return nil
		}))
		g.Go(task("c", func() error {
			return sleep(gctx, 20*time.Millisecond)
		}))
		waited := make(chan error, 1)
		go func() {
			waited <- g.Wait()
		}()
		select {
		case err := <-waited:
			return err
		case <-gctx.Done():
			err := context.Cause(gctx)
			if ctx.Err() != nil || err != context.Canceled {
				return err
			}
			return <-waited // Wait cancels it, too, when all is well
		}
	}))
	g.Go(task("race", func() error {
		ctx, end := context.WithCancel(ctx)
		defer end()
		var wg sync.WaitGroup
		results := make(chan error, 2)
		wg.Go(racing(results, end, task("d", func() error {
			return sleep(ctx, 20*time.Millisecond)
		})))
		wg.Go(racing(results, end, task("e", func() error {
			time.Sleep(50 * time.Millisecond)
			return nil
		})))
		// It doesn't wait for the others.
		go func() {
			wg.Wait()
			close(results)
		}()
		return success(results)
	}))
	g.Go(task("actors", func() error {
		// Its error is dropped.
		_ = actors(ctx)
		return sleep(ctx, 10*time.Millisecond)
	}))
	g.Go(task("hurried", func() error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		var wg sync.WaitGroup
		wg.Go(dropping(task("h", func() error {
			time.Sleep(60 * time.Millisecond)
			return nil
		})))
		wg.Go(dropping(task("i", func() error {
			return sleep(ctx, 20*time.Millisecond)
		})))
		waited := make(chan struct{})
		go func() {
			wg.Wait()
			close(waited)
		}()
		select {
		case <-waited:
		case <-time.After(35 * time.Millisecond):
		}
		return nil
	}))
	g.Go(task("patient", func() error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		var wg sync.WaitGroup
		results := make(chan error, 2)
		wg.Go(reporting(results, task("j", func() error {
			time.Sleep(60 * time.Millisecond)
			return nil
		})))
		wg.Go(reporting(results, task("k", func() error {
			if err := sleep(ctx, 20*time.Millisecond); err != nil {
				return err
			}
			return errors.New("k")
		})))
		waited := make(chan error, 1)
		go func() {
			wg.Wait()
			close(results)
			waited <- join(results)
		}()
		select {
		case err := <-waited:
			return err
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-firstStarted:
			return nil
		case <-time.After(time.Second):
			return nil
		}
	}))
	g.Go(task("calm", func() error {
		defer close(calmDone)
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		g, gctx := errgroup.WithContext(ctx)
		g.Go(task("l", func() error {
			return sleep(gctx, 10*time.Millisecond)
		}))
		g.Go(task("m", func() error {
			return sleep(gctx, 20*time.Millisecond)
		}))
		waited := make(chan error, 1)
		go func() {
			waited <- g.Wait()
		}()
		select {
		case err := <-waited:
			return err
		case <-gctx.Done():
			err := context.Cause(gctx)
			if ctx.Err() != nil || err != context.Canceled {
				return errors.New("late")
			}
			return <-waited // Wait cancels it, too, when all is well
		case <-time.After(2 * time.Second):
			return errors.New("late")
		}
	}))
	g.Go(task("returns", func() error {
		if err := returns(ctx); err != nil {
			return err
		}
		time.Sleep(5 * time.Millisecond)
		return nil
	}))
	g.Go(task("connects", func() error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		ctx, stop := context.WithTimeout(ctx, 500*time.Millisecond)
		defer stop()
		g, ctx := errgroup.WithContext(ctx)
		g.SetLimit(2)
		if err := db.Acquire(ctx, 1); err != nil {
			return err
		}
		if err := sleep(ctx, 20*time.Millisecond); err != nil {
			return err
		}
		if err := func() error {
			if err := sleep(ctx, 5*time.Millisecond); err != nil {
				return err
			}
			return errors.New("none")
		}(); err != nil {
			fmt.Println("from the start")
		}
		opened := time.Now()
		time.Sleep(time.Until(opened.Add(20 * time.Millisecond)))
		g.Go(task("p", func() error {
			return sleep(ctx, 10*time.Millisecond)
		}))
		g.Go(task("q", func() error {
			if err := sleep(ctx, 20*time.Millisecond); err != nil {
				return err
			}
			return errors.New("lost")
		}))
		time.Sleep(5 * time.Millisecond)
		g.Go(task("r", func() error {
			return sleep(ctx, 30*time.Millisecond)
		}))
		g.Go(task("s", func() error {
			return sleep(ctx, 10*time.Millisecond)
		}))
		db.Release(1)
		_ = g.Wait()
		return nil
	}))
	g.Go(task("hangs-up", func() error {
		// Its error is dropped.
		_ = hangsUp(ctx)
		return sleep(ctx, 10*time.Millisecond)
	}))
	time.Sleep(time.Millisecond)
	g.Go(task("refused", func() error {
		// Its error is dropped.
		_ = refused(ctx, db)
		return sleep(ctx, 10*time.Millisecond)
	}))
	g.Go(task("all", func() error {
		defer close(allDone)
		select {
		case <-calmDone:
		case <-ctx.Done():
			return ctx.Err()
		}
		time.Sleep(200 * time.Millisecond)
		return nil
	}))
	g.Go(task("behind", func() error {
		time.Sleep(450 * time.Millisecond)
		return nil
	}))
	waited := make(chan error, 1)
	go func() {
		waited <- g.Wait()
	}()
	select {
	case err := <-waited:
		return err
	case <-allDone:
		return errors.New("enough")
	case <-time.After(3 * time.Second):
		return errors.New("enough")
	}
}

func actors(ctx context.Context) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	var wg sync.WaitGroup
	results := make(chan error, 2)
	wg.Go(ending(results, end, task("f", func() error {
		if err := sleep(ctx, 20*time.Millisecond); err != nil {
			return err
		}
		return errors.New("over")
	})))
	wg.Go(ending(results, end, task("g", func() error {
		time.Sleep(50 * time.Millisecond)
		return nil
	})))
	// It doesn't wait for the others.
	go func() {
		wg.Wait()
		close(results)
	}()
	return <-results
}

func returns(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	defer func() {
		fmt.Println("over")
	}()
	g.Go(task("n", func() error {
		return sleep(ctx, 80*time.Millisecond)
	}))
	g.Go(task("o", func() error {
		time.Sleep(10 * time.Millisecond)
		return errors.New("no")
	}))
	if err := sleep(ctx, 20*time.Millisecond); err != nil {
		fmt.Println("gone")
		return nil
	}
	fmt.Println("never")
	if err := g.Wait(); err != nil {
		return err
	}
	fmt.Println("never")
	return nil
}

func hangsUp(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	defer func() {
		fmt.Println("no connection")
	}()
	if err := func() error {
		ctx, cancel := context.WithTimeout(ctx, 10*time.Millisecond)
		defer cancel()
		return sleep(ctx, 30*time.Millisecond)
	}(); err != nil {
		return err
	}
	g.Go(task("v", func() error {
		return sleep(ctx, 10*time.Millisecond)
	}))
	return g.Wait()
}

func refused(ctx context.Context, db *semaphore.Weighted) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	if err := db.Acquire(ctx, 1); err != nil {
		return err
	}
	defer db.Release(1)
	time.Sleep(5 * time.Millisecond)
	if err := errors.New("no route"); err != nil {
		return err
	}
	g.Go(task("t", func() error {
		return sleep(ctx, 10*time.Millisecond)
	}))
	g.Go(task("u", func() error {
		return sleep(ctx, 10*time.Millisecond)
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

// dropping drops what f returns.
func dropping(f func() error) func() {
	return func() { _ = f() }
}

// reporting hands on what f returns.
func reporting(results chan<- error, f func() error) func() {
	return func() { results <- f() }
}

// join is all errors together, and nil where there is none.
func join(results <-chan error) error {
	var errs []error
	for err := range results {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// racing hands on what f returns, and ends the others when
// that is a success.
func racing(results chan<- error, end func(), f func() error) func() {
	return func() {
		err := f()
		if err == nil {
			end()
		}
		results <- err
	}
}

// success is nil if any result is, and else all errors together.
func success(results <-chan error) error {
	var errs []error
	for err := range results {
		if err == nil {
			return nil
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// ending hands on what f returns, and ends the others.
func ending(results chan<- error, end func(), f func() error) func() {
	return func() {
		results <- f()
		end()
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
	err := leaving(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
