// Shared scope
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

func sharedScope(ctx context.Context) error {
	none := make(chan int)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	// From outside, such as Ctrl-C with signal.NotifyContext.
	time.AfterFunc(80*time.Millisecond, func() {
		cancel(errors.New("interrupt"))
	})
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("early", func() error {
		if sleep(ctx, 50*time.Millisecond) != nil {
			return context.Cause(ctx)
		}
		cancel(errors.New("enough"))
		if sleep(ctx, time.Millisecond) != nil {
			return context.Cause(ctx)
		}
		return nil
	}))
	g.Go(task("late", func() error {
		time.Sleep(60 * time.Millisecond)
		cancel(errors.New("too late"))
		return nil
	}))
	g.Go(task("hangs-up", func() error {
		stopHangUp := context.AfterFunc(ctx, func() {
			fmt.Println("hang up")
			time.Sleep(time.Millisecond)
			cancel(errors.New("hung up"))
		})
		defer stopHangUp()
		<-ctx.Done()
		return nil
	}))
	g.Go(task("asks", func() error {
		ctx, insist := context.WithCancel(ctx)
		defer insist()
		// From outside: finish, please.
		asked := make(chan struct{})
		asking := time.AfterFunc(10*time.Millisecond, func() {
			close(asked)
			time.AfterFunc(20*time.Millisecond, insist)
		})
		defer asking.Stop()
		g, _ := errgroup.WithContext(ctx)
		g.Go(task("first", func() error {
			time.Sleep(10 * time.Millisecond)
			return nil
		}))
		time.Sleep(12 * time.Millisecond)
		g.Go(task("sends", func() error {
			select {
			case <-asked:
				if ctx.Err() == nil {
					return nil
				}
			default:
			}
			none <- 1
			return nil
		}))
		return g.Wait()
	}))
	err := g.Wait()
	fmt.Println("cause:", context.Cause(ctx))
	if err != nil {
		return err
	}
	fmt.Println("never")
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
	err := sharedScope(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
