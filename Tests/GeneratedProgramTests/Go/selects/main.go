// Selects
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

func selects(ctx context.Context) {
	hints := make(chan int, 1)
	callsStory := make(chan int)
	gone := make(chan int)
	slow := make(chan int)
	none := make(chan int)
	last := make(chan int, 1)
	var wg sync.WaitGroup
	wg.Go(dropping(task("sends", func() error {
		select {
		case hints <- 1:
		default:
			fmt.Println("never")
		}
		select {
		case hints <- 1:
		default:
			fmt.Println("dropped")
		}
		select {
		case callsStory <- 1:
		default:
		}
		time.Sleep(20 * time.Millisecond)
		select {
		case callsStory <- 1:
		default:
			fmt.Println("never")
		}
		return nil
	})))
	wg.Go(dropping(task("takes", func() error {
		time.Sleep(10 * time.Millisecond)
		select {
		case <-hints:
		default:
			fmt.Println("never")
		}
		select {
		case <-hints:
		default:
			fmt.Println("nothing there")
			return nil
		}
		fmt.Println("never")
		return nil
	})))
	wg.Go(dropping(task("waits", func() error {
		time.Sleep(15 * time.Millisecond)
		select {
		case <-callsStory:
		case <-ctx.Done():
			return ctx.Err()
		}
		fmt.Println("called")
		return nil
	})))
	wg.Go(dropping(task("offers", func() error {
		time.Sleep(25 * time.Millisecond)
		select {
		case callsStory <- 1:
		case <-ctx.Done():
			return ctx.Err()
		}
		fmt.Println("taken")
		return nil
	})))
	wg.Go(dropping(task("looks", func() error {
		time.Sleep(30 * time.Millisecond)
		select {
		case <-callsStory:
		default:
			return errors.New("no call")
		}
		time.Sleep(5 * time.Millisecond)
		select {
		case <-callsStory:
		default:
			if err := sleep(ctx, 5*time.Millisecond); err != nil {
				return err
			}
			return errors.New("no second call")
		}
		return nil
	})))
	wg.Go(dropping(task("closes", func() error {
		defer close(slow)
		time.Sleep(12 * time.Millisecond)
		close(gone)
		if err := sleep(ctx, 3*time.Millisecond); err != nil {
			return err
		}
		select {
		case <-gone:
		default:
			fmt.Println("never")
		}
		return nil
	})))
	wg.Go(dropping(task("hears", func() error {
		select {
		case <-gone:
		case <-ctx.Done():
			return ctx.Err()
		}
		for {
			var ok bool
			select {
			case _, ok = <-gone:
			case <-ctx.Done():
				return ctx.Err()
			}
			if !ok {
				break
			}
		}
		<-gone
		return nil
	})))
	wg.Go(dropping(task("late", func() error {
		if err := func() error {
			ctx, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
			defer cancel()
			select {
			case <-none:
			case <-ctx.Done():
				return ctx.Err()
			}
			return nil
		}(); err != nil {
			if ctx.Err() != nil {
				time.Sleep(5 * time.Millisecond) // cleans up
				return err
			}
			return err
		}
		return nil
	})))
	wg.Go(dropping(task("tries", func() error {
		if err := func() error {
			ctx, cancel := context.WithTimeout(ctx, 15*time.Millisecond)
			defer cancel()
			select {
			case none <- 1:
			case <-ctx.Done():
				return ctx.Err()
			}
			return nil
		}(); err != nil {
			fmt.Println("not sent")
		}
		if err := func() error {
			ctx, cancel := context.WithTimeout(ctx, 40*time.Millisecond)
			defer cancel()
			select {
			case <-slow:
			case <-ctx.Done():
				return ctx.Err()
			}
			return nil
		}(); err != nil {
			fmt.Println("never")
		}
		time.Sleep(time.Millisecond)
		return nil
	})))
	wg.Go(dropping(task("again", func() error {
		attempt := func() error {
			if err := func() error {
				ctx, cancel := context.WithTimeout(ctx, 10*time.Millisecond)
				defer cancel()
				select {
				case <-none:
				case <-ctx.Done():
					return ctx.Err()
				}
				return nil
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
	wg.Go(dropping(task("told", func() error {
		ctx, cancel := context.WithTimeout(ctx, 35*time.Millisecond)
		defer cancel()
		for {
			if err := func() error {
				ctx, cancel := context.WithTimeout(ctx, 10*time.Millisecond)
				defer cancel()
				select {
				case none <- 1:
				case <-ctx.Done():
					return ctx.Err()
				}
				return nil
			}(); err != nil {
				fmt.Println("later")
			}
			if err := sleep(ctx, 2*time.Millisecond); err != nil {
				return fmt.Errorf("told: %w", err)
			}
		}
	})))
	wg.Go(dropping(task("quiet", func() error {
		ctx, cancel := context.WithTimeout(ctx, 5*time.Millisecond)
		defer cancel()
		time.Sleep(time.Millisecond)
		select {
		case none <- 1:
		case <-ctx.Done():
			return nil
		}
		return nil
	})))
	wg.Go(dropping(task("silent", func() error {
		ctx, cancel := context.WithTimeout(ctx, 6*time.Millisecond)
		defer cancel()
		select {
		case <-none:
		case <-ctx.Done():
			return nil
		}
		return nil
	})))
	wg.Go(dropping(task("caller", func() error {
		// Its error is dropped.
		_ = caller(ctx, none, last)
		// Its error is dropped.
		_ = other(ctx, last)
		return sleep(ctx, time.Millisecond)
	})))
	wg.Wait()
}

func caller(ctx context.Context, none chan int, last chan int) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ctx, stop := context.WithTimeout(ctx, 30*time.Millisecond)
	defer stop()
	g, ctx := errgroup.WithContext(ctx)
	select {
	case last <- 1:
	case <-ctx.Done():
		return ctx.Err()
	}
	g.Go(task("a", func() error {
		return sleep(ctx, 50*time.Millisecond)
	}))
	select {
	case none <- 1:
	case <-ctx.Done():
	}
	select {
	case <-last:
	case <-ctx.Done():
	}
	select {
	case <-last:
	case <-ctx.Done():
	}
loop:
	for {
		var ok bool
		select {
		case _, ok = <-none:
		case <-ctx.Done():
			break loop
		}
		if !ok {
			break
		}
		fmt.Println("never")
	}
	fmt.Println("on")
	return g.Wait()
}

func other(ctx context.Context, last chan int) error {
	g, ctx := errgroup.WithContext(ctx)
	context.AfterFunc(ctx, func() {
		fmt.Println("hang up")
		time.Sleep(2 * time.Millisecond)
		close(last)
	})
	g.Go(task("b", func() error {
		if err := sleep(ctx, 20*time.Millisecond); err != nil {
			return err
		}
		return errors.New("no")
	}))
	for range last {
	}
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
	selects(context.Background())
	fmt.Println("wait returned")
}
