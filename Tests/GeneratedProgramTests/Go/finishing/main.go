// Finishing
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

func finishing(ctx context.Context) error {
	orders := make(chan int, 1)
	bills := make(chan int)
	more := make(chan int)
	rows := make(chan int, 3)
	for item := range 3 {
		rows <- item
	}
	close(rows)
	ctx, insist := context.WithCancel(ctx)
	defer insist()
	// From outside: finish, please.
	asked := make(chan struct{})
	asking := time.AfterFunc(55*time.Millisecond, func() {
		close(asked)
		time.AfterFunc(40*time.Millisecond, insist)
	})
	defer asking.Stop()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("sells", func() error {
		defer close(orders)
		for {
			if done, err := sleepUnless(ctx, asked, 10*time.Millisecond); !done {
				return err
			}
			select {
			case orders <- 1:
			case <-asked:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}))
	g.Go(task("packs", func() error {
		for {
			var ok bool
			select {
			case _, ok = <-orders:
			case <-asked:
				return nil
			case <-ctx.Done():
				time.Sleep(3 * time.Millisecond) // cleans up
				return ctx.Err()
			}
			if !ok {
				break
			}
			select {
			case <-asked:
				if ctx.Err() == nil {
					return nil
				}
			default:
			}
			time.Sleep(4 * time.Millisecond)
			for item := range 2 {
				select {
				case bills <- item:
				case <-asked:
					return nil
				case <-ctx.Done():
					time.Sleep(3 * time.Millisecond) // cleans up
					return ctx.Err()
				}
			}
		}
		select {
		case <-asked:
			if ctx.Err() == nil {
				return nil
			}
		default:
		}
		fmt.Println("packed")
		return nil
	}))
	g.Go(task("pays", func() error {
		for range 5 {
			select {
			case <-bills:
			case <-asked:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		select {
		case <-asked:
			if ctx.Err() == nil {
				return nil
			}
		default:
		}
		fmt.Println("paid")
		select {
		case <-more:
		case <-asked:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
		select {
		case <-asked:
			if ctx.Err() == nil {
				return nil
			}
		default:
		}
		fmt.Println("never")
		return nil
	}))
	g.Go(task("sends", func() error {
		for item := range 2 {
			select {
			case more <- item:
			case <-asked:
				return nil
			case <-ctx.Done():
				return nil
			}
		}
		select {
		case <-asked:
			if ctx.Err() == nil {
				return nil
			}
		default:
		}
		fmt.Println("never")
		return nil
	}))
	g.Go(task("last", func() error {
		select {
		case <-asked:
			if ctx.Err() == nil {
				return nil
			}
		default:
		}
		time.Sleep(20 * time.Millisecond)
		select {
		case more <- 1:
		case <-asked:
			return nil
		case <-ctx.Done():
			return nil
		}
		return nil
	}))
	g.Go(task("takes", func() error {
		for range 2 {
			select {
			case <-rows:
			case <-asked:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		select {
		case <-asked:
			if ctx.Err() == nil {
				return nil
			}
		default:
		}
		select {
		case <-rows:
		default:
			select {
			case <-asked:
				if ctx.Err() == nil {
					return nil
				}
			default:
			}
			fmt.Println("never")
		}
		_, err := sleepUnless(ctx, asked, 3*time.Millisecond)
		return err
	}))
	g.Go(task("stays", func() error {
		if err := func() error {
			ctx, cancel := context.WithTimeout(ctx, 80*time.Millisecond)
			defer cancel()
			select {
			case <-more:
			case <-ctx.Done():
				return ctx.Err()
			}
			return nil
		}(); err != nil {
			if ctx.Err() != nil {
				time.Sleep(2 * time.Millisecond) // cleans up
				return err
			}
			return err
		}
		return nil
	}))
	time.Sleep(time.Millisecond)
	g.Go(task("slow", func() error {
		select {
		case <-asked:
			if ctx.Err() == nil {
				return nil
			}
		default:
		}
		for range more {
			select {
			case <-asked:
				if ctx.Err() == nil {
					return nil
				}
			default:
			}
			time.Sleep(10 * time.Millisecond)
		}
		return nil
	}))
	g.Go(task("ends", func() error {
		time.Sleep(120 * time.Millisecond)
		close(more)
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
	err := finishing(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
