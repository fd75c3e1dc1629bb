// Functions
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

func functions(ctx context.Context) error {
	closed := make(chan struct{})
	caller := ctx
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	// From outside, such as Ctrl-C with signal.NotifyContext.
	time.AfterFunc(400*time.Millisecond, func() {
		cancel(nil)
	})
	g, ctx := errgroup.WithContext(ctx)
	context.AfterFunc(ctx, func() {
		fmt.Println("flush")
		time.Sleep(300 * time.Millisecond)
		fmt.Println("flushed")
	})
	stopHangUp := context.AfterFunc(caller, func() {
		fmt.Println("hang up")
		cancel(errors.New("hung up"))
	})
	defer stopHangUp()
	g.Go(task("reads", func() error {
		stopClose := context.AfterFunc(ctx, func() {
			fmt.Println("close")
			time.Sleep(10 * time.Millisecond)
			close(closed)
		})
		defer stopClose()
		<-closed
		return errors.New("use of closed connection")
	}))
	g.Go(task("works", func() error {
		stopNever := context.AfterFunc(ctx, func() {
			fmt.Println("never")
		})
		defer stopNever()
		return sleep(ctx, 200*time.Millisecond)
	}))
	g.Go(task("inner", func() error {
		ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
		defer cancel()
		if err := inner(ctx); err != nil {
			return err
		}
		<-ctx.Done()
		return ctx.Err()
	}))
	return g.Wait()
}

func inner(ctx context.Context) error {
	caller2 := ctx
	g, ctx := errgroup.WithContext(ctx)
	context.AfterFunc(ctx, func() {
		fmt.Println("part")
		time.Sleep(50 * time.Millisecond)
	})
	stopUp := context.AfterFunc(caller2, func() {
		fmt.Println("up")
	})
	defer stopUp()
	g.Go(task("a", func() error {
		return sleep(ctx, 100*time.Millisecond)
	}))
	g.Go(task("b", func() error {
		return sleep(ctx, 50*time.Millisecond)
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
	err := functions(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
