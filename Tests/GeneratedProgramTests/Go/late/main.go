// Late
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/singleflight"
)

func lateStory(ctx context.Context) {
	rows := make(chan int, 2)
	for item := range 2 {
		rows <- item
	}
	close(rows)
	calls := new(singleflight.Group)
	var wg sync.WaitGroup
	wg.Go(dropping(task("writes", func() error {
		return func() error {
			ctx, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
			defer cancel()
			return sleep(ctx, 30*time.Millisecond)
		}()
	})))
	wg.Go(dropping(task("rounds", func() error {
		for range 2 {
			if err := func() error {
				ctx, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
				defer cancel()
				return sleep(ctx, 20*time.Millisecond)
			}(); err != nil {
				if ctx.Err() != nil {
					time.Sleep(5 * time.Millisecond) // cleans up
					return err
				}
				return err
			}
		}
		if err := func() error {
			ctx, cancel := context.WithTimeout(ctx, 10*time.Millisecond)
			defer cancel()
			return sleep(ctx, 20*time.Millisecond)
		}(); err != nil {
			if ctx.Err() != nil {
				time.Sleep(5 * time.Millisecond) // cleans up
				return err
			}
			return err
		}
		return nil
	})))
	wg.Go(dropping(task("elects", func() error {
		ticker := time.NewTicker(50 * time.Millisecond)
		defer ticker.Stop()
		for range 2 {
			select {
			case <-ticker.C:
			case <-ctx.Done():
				return ctx.Err()
			}
			if err := func() error {
				ctx, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
				defer cancel()
				time.Sleep(5 * time.Millisecond)
				return sleep(ctx, 30*time.Millisecond)
			}(); err != nil {
				fmt.Println("not elected")
			}
		}
		return nil
	})))
	wg.Go(dropping(task("again", func() error {
		attempt := func() error {
			if err := func() error {
				ctx, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
				defer cancel()
				return sleep(ctx, 30*time.Millisecond)
			}(); err != nil {
				if ctx.Err() != nil {
					return nil
				}
				return err
			}
			return nil
		}
		for number := 1; ; number++ {
			err := attempt()
			if err == nil || number == 3 {
				return err
			}
			if sleep(ctx, 5*time.Millisecond) != nil {
				return nil
			}
		}
	})))
	wg.Go(dropping(task("once", func() error {
		permanent := errors.New("context deadline exceeded")
		attempt := func() error {
			return func() error {
				ctx, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
				defer cancel()
				return sleep(ctx, 30*time.Millisecond)
			}()
		}
		for number := 1; ; number++ {
			err := attempt()
			if err == nil || number == 3 || errors.Is(err, permanent) {
				return err
			}
			if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
				return err
			}
		}
	})))
	wg.Go(dropping(task("inner", func() error {
		// Its error is dropped.
		_ = inner(ctx, rows)
		if err := func() error {
			ctx, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
			defer cancel()
			return second(ctx)
		}(); err != nil {
			fmt.Println("dropped")
		}
		return func() error {
			ctx, cancel := context.WithTimeout(ctx, 30*time.Millisecond)
			defer cancel()
			user := calls.DoChan("user", func() (any, error) {
				ctx := context.WithoutCancel(ctx)
				return nil, sleep(ctx, 40*time.Millisecond)
			})
			select {
			case result := <-user:
				return result.Err
			case <-ctx.Done():
				return ctx.Err()
			}
		}()
	})))
	wg.Go(dropping(task("early", func() error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		g, ctx := errgroup.WithContext(ctx)
		g.Go(task("f", func() error {
			return sleep(ctx, 30*time.Millisecond)
		}))
		if err := func() error {
			ctx, cancel := context.WithTimeout(ctx, 10*time.Millisecond)
			defer cancel()
			return sleep(ctx, 20*time.Millisecond)
		}(); err != nil && ctx.Err() == nil {
			return err
		}
		return g.Wait()
	})))
	wg.Go(dropping(task("after", func() error {
		g, gctx := errgroup.WithContext(ctx)
		defer func() {
			fmt.Println("over")
		}()
		g.Go(task("g", func() error {
			return sleep(gctx, 10*time.Millisecond)
		}))
		if err := g.Wait(); err != nil {
			return err
		}
		return func() error {
			ctx, cancel := context.WithTimeout(ctx, 10*time.Millisecond)
			defer cancel()
			return sleep(ctx, 20*time.Millisecond)
		}()
	})))
	wg.Go(dropping(task("drops", func() error {
		// Its error is dropped.
		_ = func() error {
			ctx, cancel := context.WithTimeout(ctx, 10*time.Millisecond)
			defer cancel()
			if err := sleep(ctx, 30*time.Millisecond); err != nil {
				return err
			}
			return errors.New("no")
		}()
		fmt.Println("on")
		return nil
	})))
	wg.Wait()
}

func inner(ctx context.Context, rows chan int) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("a", func() error {
		return sleep(ctx, 80*time.Millisecond)
	}))
	g.Go(task("b", func() error {
		if err := func() error {
			ctx, cancel := context.WithTimeout(ctx, 90*time.Millisecond)
			defer cancel()
			return sleep(ctx, 100*time.Millisecond)
		}(); err != nil {
			if ctx.Err() != nil {
				time.Sleep(7 * time.Millisecond) // cleans up
				return fmt.Errorf("b: %w", err)
			}
			return err
		}
		fmt.Println("never")
		return nil
	}))
	g.Go(task("c", func() error {
		if err := sleep(ctx, 40*time.Millisecond); err != nil {
			return err
		}
		return errors.New("c")
	}))
	if err := func() error {
		ctx, cancel := context.WithTimeout(ctx, 30*time.Millisecond)
		defer cancel()
		return sleep(ctx, 10*time.Millisecond)
	}(); err != nil && ctx.Err() == nil {
		return err
	}
	if err := func() error {
		ctx, cancel := context.WithTimeout(ctx, 5*time.Millisecond)
		defer cancel()
		select {
		case <-rows:
		case <-ctx.Done():
			return ctx.Err()
		}
		return nil
	}(); err != nil && ctx.Err() == nil {
		return err
	}
	return g.Wait()
}

func second(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("d", func() error {
		if err := sleep(ctx, 60*time.Millisecond); err != nil {
			return fmt.Errorf("d: %w", err)
		}
		return nil
	}))
	g.Go(task("e", func() error {
		time.Sleep(40 * time.Millisecond)
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
	lateStory(context.Background())
	fmt.Println("wait returned")
}
