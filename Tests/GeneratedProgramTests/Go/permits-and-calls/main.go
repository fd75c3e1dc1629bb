// Permits and calls
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"
)

func permitsAndCalls(ctx context.Context) {
	rows := make(chan int, 3)
	for item := range 3 {
		rows <- item
	}
	close(rows)
	connections := semaphore.NewWeighted(2)
	memory := semaphore.NewWeighted(8)
	calls := new(singleflight.Group)
	var wg sync.WaitGroup
	wg.Go(dropping(task("a", func() error {
		if err := connections.Acquire(ctx, 1); err != nil {
			return err
		}
		defer connections.Release(1)
		return sleep(ctx, 100*time.Millisecond)
	})))
	time.Sleep(time.Millisecond)
	wg.Go(dropping(task("b", func() error {
		ctx, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
		defer cancel()
		if connections.Acquire(ctx, 1) != nil {
			time.Sleep(30 * time.Millisecond) // cleans up
			return nil
		}
		defer connections.Release(1)
		if sleep(ctx, 500*time.Millisecond) != nil {
			time.Sleep(30 * time.Millisecond) // cleans up
			return nil
		}
		return nil
	})))
	wg.Go(dropping(task("c", func() error {
		if err := sleep(ctx, 5*time.Millisecond); err != nil {
			return err
		}
		if err := connections.Acquire(ctx, 2); err != nil {
			return err
		}
		time.Sleep(20 * time.Millisecond)
		connections.Release(2)
		return sleep(ctx, 50*time.Millisecond)
	})))
	time.Sleep(time.Millisecond)
	wg.Go(dropping(task("d", func() error {
		ctx, cancel := context.WithTimeout(ctx, 40*time.Millisecond)
		defer cancel()
		if err := sleep(ctx, 5*time.Millisecond); err != nil {
			return fmt.Errorf("no connection: %w", err)
		}
		if err := connections.Acquire(ctx, 1); err != nil {
			return fmt.Errorf("no connection: %w", err)
		}
		defer connections.Release(1)
		fmt.Println("d has one")
		return nil
	})))
	time.Sleep(time.Millisecond)
	wg.Go(dropping(task("e", func() error {
		time.Sleep(5 * time.Millisecond)
		_ = connections.Acquire(context.WithoutCancel(ctx), 1)
		defer connections.Release(1)
		fmt.Println("e has one")
		return nil
	})))
	time.Sleep(60 * time.Millisecond)
	wg.Go(dropping(task("tries", func() error {
		if err := func() error {
			if err := memory.Acquire(ctx, 1); err != nil {
				return err
			}
			defer memory.Release(1)
			if err := sleep(ctx, 30*time.Millisecond); err != nil {
				return err
			}
			return errors.New("no")
		}(); err != nil {
			fmt.Println("given back")
		}
		if err := memory.Acquire(ctx, 8); err != nil {
			return err
		}
		defer memory.Release(8)
		time.Sleep(time.Millisecond)
		return nil
	})))
	wg.Go(dropping(task("asks", func() error {
		for range 2 {
			// Its error is dropped.
			_ = func() error {
				ctx, cancel := context.WithTimeout(ctx, 3*time.Millisecond)
				defer cancel()
				if memory.TryAcquire(2) {
					defer memory.Release(2)
				} else {
					fmt.Println("none")
				}
				return sleep(ctx, 5*time.Millisecond)
			}()
		}
		if memory.Acquire(ctx, 1) != nil {
			time.Sleep(time.Millisecond) // cleans up
			return nil
		}
		defer memory.Release(1)
		return nil
	})))
	wg.Go(dropping(task("rows", func() error {
		for {
			var ok bool
			select {
			case _, ok = <-rows:
			case <-ctx.Done():
				return ctx.Err()
			}
			if !ok {
				break
			}
			if err := memory.Acquire(ctx, 5); err != nil {
				return err
			}
			if err := sleep(ctx, 10*time.Millisecond); err != nil {
				return err
			}
			memory.Release(5)
		}
		return nil
	})))
	wg.Go(dropping(task("inner", func() error {
		g, ctx := errgroup.WithContext(ctx)
		g.Go(task("first", func() error {
			ctx, cancel := context.WithTimeout(ctx, 30*time.Millisecond)
			defer cancel()
			user7 := calls.DoChan("user 7", func() (any, error) {
				ctx := context.WithoutCancel(ctx)
				if err := sleep(ctx, 80*time.Millisecond); err != nil {
					return nil, err
				}
				fmt.Println("loaded")
				return nil, nil
			})
			select {
			case result := <-user7:
				return result.Err
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}))
		time.Sleep(10 * time.Millisecond)
		g.Go(task("deaf", func() error {
			if _, err, _ := calls.Do("user 7", func() (any, error) {
				ctx := context.WithoutCancel(ctx)
				return nil, sleep(ctx, time.Second)
			}); err != nil {
				return err
			}
			time.Sleep(5 * time.Millisecond)
			return nil
		}))
		g.Go(task("waits", func() error {
			time.Sleep(20 * time.Millisecond)
			if _, err, _ := calls.Do("user 7", func() (any, error) {
				ctx := context.WithoutCancel(ctx)
				return nil, sleep(ctx, time.Second)
			}); err != nil {
				return err
			}
			if err := memory.Acquire(ctx, 1); err != nil {
				return err
			}
			defer memory.Release(1)
			return sleep(ctx, 5*time.Millisecond)
		}))
		g.Go(task("fails", func() error {
			if err := sleep(ctx, 200*time.Millisecond); err != nil {
				return err
			}
			user8 := calls.DoChan("user 8", func() (any, error) {
				time.Sleep(10 * time.Millisecond)
				return nil, errors.New("no such user")
			})
			select {
			case result := <-user8:
				return result.Err
			case <-ctx.Done():
				return ctx.Err()
			}
		}))
		return g.Wait()
	})))
	wg.Wait()
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
	permitsAndCalls(context.Background())
	fmt.Println("wait returned")
}
