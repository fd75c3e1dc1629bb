// Handled
package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"
)

func handled(ctx context.Context) {
	caller := ctx
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// From outside, such as Ctrl-C with signal.NotifyContext.
	time.AfterFunc(305*time.Millisecond, cancel)
	g, gctx := errgroup.WithContext(ctx)
	g.Go(task("worker", func() error {
		for range 3 {
			if err := func() error {
				if err := sleep(gctx, 80*time.Millisecond); err != nil {
					return err
				}
				return errors.New("503")
			}(); err != nil {
				fmt.Println("gave up")
				time.Sleep(20 * time.Millisecond)
			}
		}
		return sleep(gctx, 100*time.Millisecond)
	}))
	g.Go(task("consumer", func() error {
		for gctx.Err() == nil {
			if err := func() error {
				if err := sleep(gctx, 70*time.Millisecond); err != nil {
					return err
				}
				// Its error is dropped.
				_ = func() error {
					if err := sleep(gctx, 30*time.Millisecond); err != nil {
						return err
					}
					return errors.New("bad")
				}()
				return nil
			}(); err != nil {
				fmt.Println("no message")
			}
		}
		return gctx.Err()
	}))
	g.Go(task("drops", func() error {
		// Its error is dropped.
		_ = sleep(gctx, 400*time.Millisecond)
		time.Sleep(10 * time.Millisecond)
		fmt.Println("goes on")
		return nil
	}))
	g.Go(task("answers", func() error {
		if err := sleep(gctx, 400*time.Millisecond); err != nil {
			fmt.Println("told")
			if sleep(gctx, 50*time.Millisecond) != nil {
				time.Sleep(30 * time.Millisecond) // cleans up
				return errors.New("late")
			}
		}
		fmt.Println("never")
		return nil
	}))
	g.Go(task("falls-back", func() error {
		if err := func() error {
			if err := func() error {
				if err := sleep(gctx, 10*time.Millisecond); err != nil {
					return err
				}
				return errors.New("first")
			}(); err != nil {
				if err := sleep(gctx, 10*time.Millisecond); err != nil {
					return err
				}
				return errors.New("second")
			}
			return nil
		}(); err != nil {
			time.Sleep(10 * time.Millisecond)
		}
		return sleep(gctx, 10*time.Millisecond)
	}))
	g.Go(task("opens", func() error {
		if err := opens(gctx); err != nil {
			fmt.Println("no group")
			return nil
		}
		fmt.Println("never")
		return nil
	}))
	g.Go(task("batches", func() error {
		for round := range 2 {
			// Its error is dropped.
			_ = func() error {
				if err := sleep(gctx, 10*time.Millisecond); err != nil {
					return err
				}
				return batch(gctx, fmt.Sprintf("batches/batch-%d", round+1))
			}()
		}
		fmt.Println("both done")
		return nil
	}))
	if err := sleep(gctx, 10*time.Millisecond); err != nil {
		fmt.Println("before")
	}
	_ = g.Wait()
	if err := sleep(caller, 10*time.Millisecond); err != nil {
		fmt.Println("after")
	}
}

func opens(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("opens/a", func() error {
		if err := sleep(ctx, 100*time.Millisecond); err != nil {
			return err
		}
		return errors.New("no")
	}))
	g.Go(task("b", func() error {
		return sleep(ctx, 150*time.Millisecond)
	}))
	return g.Wait()
}

func batch(ctx context.Context, name string) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task(name+"/a", func() error {
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
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
	handled(context.Background())
	fmt.Println("wait returned")
}
