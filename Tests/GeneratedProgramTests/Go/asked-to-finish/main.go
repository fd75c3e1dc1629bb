// Asked to finish
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

func askedToFinish(ctx context.Context) error {
	ctx, insist := context.WithCancel(ctx)
	defer insist()
	// From outside: finish, please.
	asked := make(chan struct{})
	asking := time.AfterFunc(350*time.Millisecond, func() {
		close(asked)
		time.AfterFunc(500*time.Millisecond, insist)
	})
	defer asking.Stop()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("cleans", func() error {
		if done, err := sleepUnless(ctx, asked, time.Second); err != nil {
			time.Sleep(50 * time.Millisecond) // cleans up
			return err
		} else if !done {
			return nil
		}
		return nil
	}))
	g.Go(task("between", func() error {
		if done, err := sleepUnless(ctx, asked, 200*time.Millisecond); !done {
			return err
		}
		select {
		case <-asked:
			if ctx.Err() == nil {
				return nil
			}
		default:
		}
		time.Sleep(200 * time.Millisecond)
		select {
		case <-asked:
			if ctx.Err() == nil {
				return nil
			}
		default:
		}
		fmt.Println("never")
		_, err := sleepUnless(ctx, asked, 300*time.Millisecond)
		return err
	}))
	g.Go(task("again", func() error {
		attempt := func(number int) error {
			switch number {
			case 1:
				if done, err := sleepUnless(ctx, asked, 100*time.Millisecond); !done {
					return err
				}
				select {
				case <-asked:
					if ctx.Err() == nil {
						return nil
					}
				default:
				}
				return errors.New("no")
			case 2:
				if done, err := sleepUnless(ctx, asked, 200*time.Millisecond); !done {
					return err
				}
				select {
				case <-asked:
					if ctx.Err() == nil {
						return nil
					}
				default:
				}
				return errors.New("no")
			default:
				_, err := sleepUnless(ctx, asked, 400*time.Millisecond)
				return err
			}
		}
		for number := 1; ; number++ {
			err := attempt(number)
			if err == nil || number == 3 {
				return err
			}
			if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
				return err
			}
			if done, err := sleepUnless(ctx, asked, 100*time.Millisecond); !done {
				return err
			}
		}
	}))
	g.Go(task("inner", func() error {
		if err := sleep(ctx, 100*time.Millisecond); err != nil {
			return err
		}
		if err := inner(ctx, asked); err != nil {
			return err
		}
		fmt.Println("never")
		return nil
	}))
	return g.Wait()
}

func inner(ctx context.Context, asked <-chan struct{}) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("leaf", func() error {
		_, err := sleepUnless(ctx, asked, 800*time.Millisecond)
		return err
	}))
	g.Go(task("late", func() error {
		return sleep(ctx, time.Second)
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
	err := askedToFinish(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
