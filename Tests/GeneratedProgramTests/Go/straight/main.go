// Straight
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/singleflight"
)

func straight(ctx context.Context) error {
	bell := make(chan struct{})
	callsFailed := make(chan struct{})
	callsSucceeded := make(chan struct{})
	calmFailed := make(chan struct{})
	calmSucceeded := make(chan struct{})
	groupFinisherFailed := make(chan struct{})
	groupFinisherSucceeded := make(chan struct{})
	groupServerFailed := make(chan struct{})
	groupServerSucceeded := make(chan struct{})
	calls := new(singleflight.Group)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// From outside, such as Ctrl-C with signal.NotifyContext.
	time.AfterFunc(500*time.Millisecond, cancel)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("quiet", func() error {
		<-ctx.Done()
		return nil
	}))
	g.Go(task("tidy", func() error {
		<-ctx.Done()
		time.Sleep(20 * time.Millisecond) // cleans up
		return ctx.Err()
	}))
	g.Go(task("sorry", func() error {
		<-ctx.Done()
		time.Sleep(30 * time.Millisecond) // cleans up
		return errors.New("sorry")
	}))
	g.Go(task("late", func() error {
		time.Sleep(30 * time.Millisecond)
		_ = sleep(ctx, 5*time.Second) // its end is no error
		return nil
	}))
	g.Go(task("then", func() error {
		if sleep(ctx, 20*time.Millisecond) != nil {
			return nil
		}
		<-ctx.Done()
		return nil
	}))
	g.Go(task("asked", func() error {
		select {
		case <-bell:
		case <-ctx.Done():
			return nil
		}
		return nil
	}))
	g.Go(task("calm", func() (returned error) {
		defer func() {
			if returned != nil {
				close(calmFailed)
			} else {
				close(calmSucceeded)
			}
		}()
		time.Sleep(40 * time.Millisecond)
		close(bell)
		return nil
	}))
	g.Go(task("calls", func() (returned error) {
		defer func() {
			if returned != nil {
				close(callsFailed)
			} else {
				close(callsSucceeded)
			}
		}()
		time.Sleep(100 * time.Millisecond)
		return nil
	}))
	g.Go(task("hears", func() error {
		select {
		case <-calmFailed:
		case <-time.After(200 * time.Millisecond):
		case <-calmSucceeded:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
		return nil
	}))
	g.Go(task("looks", func() error {
		select {
		case <-callsFailed:
		case <-callsSucceeded:
			return nil
		case <-ctx.Done():
			return nil
		}
		fmt.Println("never")
		return nil
	}))
	g.Go(task("once", func() error {
		time.Sleep(100 * time.Millisecond)
		return nil
	}))
	g.Go(task("shared", func() error {
		time.Sleep(2 * time.Millisecond)
		page := calls.DoChan("page", func() (any, error) {
			time.Sleep(10 * time.Millisecond)
			return nil, nil
		})
		select {
		case result := <-page:
			return result.Err
		case <-ctx.Done():
			return ctx.Err()
		}
	}))
	g.Go(task("fetches", func() error {
		page2 := calls.DoChan("page", func() (any, error) {
			ctx := context.WithoutCancel(ctx)
			if err := sleep(ctx, 10*time.Millisecond); err != nil {
				return nil, err
			}
			fmt.Println("loaded")
			return nil, nil
		})
		select {
		case result := <-page2:
			return result.Err
		case <-ctx.Done():
			return nil
		}
	}))
	g.Go(task("left", func() error {
		// Its error is dropped.
		_ = one(ctx)
		two(ctx)
		return three(ctx)
	}))
	g.Go(task("group", func() error {
		ctx, insist := context.WithCancel(ctx)
		defer insist()
		// From outside: finish, please.
		asked := make(chan struct{})
		asking := time.AfterFunc(110*time.Millisecond, func() {
			close(asked)
			time.AfterFunc(100*time.Millisecond, insist)
		})
		defer asking.Stop()
		g, ctx := errgroup.WithContext(ctx)
		g.Go(task("finisher", func() (returned error) {
			defer func() {
				if returned != nil {
					close(groupFinisherFailed)
				} else {
					close(groupFinisherSucceeded)
				}
			}()
			_, err := sleepUnless(ctx, asked, 250*time.Millisecond)
			return err
		}))
		g.Go(task("server", func() (returned error) {
			defer func() {
				if returned != nil {
					close(groupServerFailed)
				} else {
					close(groupServerSucceeded)
				}
			}()
			select {
			case <-ctx.Done():
			case <-asked:
				return nil
			}
			return ctx.Err()
		}))
		g.Go(task("group/halting", func() error {
			select {
			case <-ctx.Done():
			case <-asked:
				return nil
			}
			select {
			case <-asked:
				if ctx.Err() == nil {
					return nil
				}
			default:
			}
			time.Sleep(5 * time.Millisecond)
			return nil
		}))
		return g.Wait()
	}))
	g.Go(task("told", func() error {
		ctx, insist := context.WithCancel(ctx)
		defer insist()
		// From outside: finish, please.
		asked := make(chan struct{})
		asking := time.AfterFunc(time.Second, func() {
			close(asked)
			time.AfterFunc(100*time.Millisecond, insist)
		})
		defer asking.Stop()
		g, ctx := errgroup.WithContext(ctx)
		g.Go(task("told/halting", func() error {
			select {
			case <-ctx.Done():
			case <-asked:
				return nil
			}
			select {
			case <-asked:
				if ctx.Err() == nil {
					return nil
				}
			default:
			}
			time.Sleep(5 * time.Millisecond)
			return nil
		}))
		g.Go(task("watcher", func() error {
			select {
			case <-groupFinisherFailed:
			case <-groupServerFailed:
			case <-groupFinisherSucceeded:
				return nil
			case <-groupServerSucceeded:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
			return nil
		}))
		return g.Wait()
	}))
	return g.Wait()
}

func one(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("slow", func() error {
		return sleep(ctx, 400*time.Millisecond)
	}))
	waited := make(chan error, 1)
	go func() {
		waited <- g.Wait()
	}()
	select {
	case err := <-waited:
		return err
	case <-time.After(50 * time.Millisecond):
		return nil
	}
}

func two(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	wg.Go(dropping(task("left/two/calm", func() error {
		time.Sleep(50 * time.Millisecond)
		return nil
	})))
	waited := make(chan struct{})
	go func() {
		wg.Wait()
		close(waited)
	}()
	select {
	case <-waited:
	case <-time.After(30 * time.Millisecond):
	}
}

func three(ctx context.Context) error {
	caller := ctx
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, gctx := errgroup.WithContext(ctx)
	g.Go(task("good", func() error {
		return sleep(gctx, 50*time.Millisecond)
	}))
	waited := make(chan error, 1)
	go func() {
		waited <- g.Wait()
	}()
	var err error
	select {
	case err = <-waited:
	case <-gctx.Done():
		err = context.Cause(gctx)
		if ctx.Err() != nil || err != context.Canceled {
			return err
		}
		err = <-waited // Wait cancels it, too, when all is well
	}
	if err != nil {
		return fmt.Errorf("left: %w", err)
	}
	return sleep(caller, 10*time.Millisecond)
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

// sleepUnless is work that also ends when it is asked to.
func sleepUnless(ctx context.Context, asked <-chan struct{},
	d time.Duration) (done bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	select {
	case <-asked:
		return false, nil
	default:
	}
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case <-asked:
		return false, nil
	case <-time.After(d):
		return true, nil
	}
}

func main() {
	err := straight(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
