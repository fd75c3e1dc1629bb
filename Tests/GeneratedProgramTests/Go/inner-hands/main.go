// Inner hands
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

func innerHands(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("early", func() error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		// From outside, such as Ctrl-C with signal.NotifyContext.
		time.AfterFunc(2*time.Second, cancel)
		g, ctx := errgroup.WithContext(ctx)
		g.Go(task("a", func() error {
			return sleep(ctx, 300*time.Millisecond)
		}))
		g.Go(task("b", func() error {
			return sleep(ctx, 500*time.Millisecond)
		}))
		return g.Wait()
	}))
	g.Go(task("cut", func() error {
		ctx, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		// From outside, such as Ctrl-C with signal.NotifyContext.
		time.AfterFunc(150*time.Millisecond, func() {
			cancel(errors.New("enough"))
		})
		g, ctx := errgroup.WithContext(ctx)
		g.Go(task("c", func() error {
			return sleep(ctx, 300*time.Millisecond)
		}))
		err := g.Wait()
		fmt.Println("cause of cut:", context.Cause(ctx))
		return err
	}))
	g.Go(task("told", func() error {
		// Its error is dropped.
		_ = told(ctx)
		_ = sleep(ctx, 100*time.Millisecond) // its end is no error
		return nil
	}))
	g.Go(task("asks", func() error {
		ctx, insist := context.WithCancel(ctx)
		defer insist()
		// From outside: finish, please.
		asked := make(chan struct{})
		asking := time.AfterFunc(3*time.Second, func() {
			close(asked)
			time.AfterFunc(time.Second, insist)
		})
		defer asking.Stop()
		g, ctx := errgroup.WithContext(ctx)
		g.Go(task("e", func() error {
			return sleep(ctx, 300*time.Millisecond)
		}))
		return g.Wait()
	}))
	g.Go(task("stops", func() error {
		g, ctx := errgroup.WithContext(ctx)
		stopFn := context.AfterFunc(ctx, func() {
			fmt.Println("fn")
		})
		time.AfterFunc(3*time.Second, func() { stopFn() })
		g.Go(task("f", func() error {
			return sleep(ctx, 300*time.Millisecond)
		}))
		return g.Wait()
	}))
	g.Go(task("bare", func() error {
		var g errgroup.Group
		stopNever := context.AfterFunc(ctx, func() {
			fmt.Println("never")
		})
		defer stopNever()
		g.Go(task("i", func() error {
			return sleep(ctx, 200*time.Millisecond)
		}))
		return g.Wait()
	}))
	g.Go(task("by-hand", func() error {
		caller := ctx
		ctx, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		g, gctx := errgroup.WithContext(ctx)
		g.Go(task("g", func() error {
			if err := sleep(gctx, 200*time.Millisecond); err != nil {
				return err
			}
			cancel(errors.New("done with it"))
			return nil
		}))
		g.Go(task("h", func() error {
			_ = sleep(gctx, 600*time.Millisecond) // its end is no error
			return nil
		}))
		err := g.Wait()
		fmt.Println("cause of by-hand:", context.Cause(gctx))
		if err != nil {
			return err
		}
		return sleep(caller, 100*time.Millisecond)
	}))
	return g.Wait()
}

func told(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// From outside, such as Ctrl-C with signal.NotifyContext.
	time.AfterFunc(3*time.Second, cancel)
	g, _ := errgroup.WithContext(ctx)
	g.Go(task("d", func() error {
		time.Sleep(400 * time.Millisecond)
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

func main() {
	err := innerHands(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
