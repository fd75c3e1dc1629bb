// Services
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

func services(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	// From outside, such as Ctrl-C with signal.NotifyContext.
	time.AfterFunc(520*time.Millisecond, func() {
		cancel(errors.New("interrupt"))
	})
	ctx, insist := context.WithCancel(ctx)
	defer insist()
	// From outside: finish, please.
	asked := make(chan struct{})
	asking := time.AfterFunc(310*time.Millisecond, func() {
		close(asked)
		time.AfterFunc(5*time.Second, insist)
	})
	defer asking.Stop()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("serve", func() error {
		<-ctx.Done()
		time.Sleep(30 * time.Millisecond) // cleans up
		return nil
	}))
	g.Go(task("says-why", func() error {
		if sleep(ctx, 100*time.Millisecond) != nil {
			return context.Cause(ctx)
		}
		<-ctx.Done()
		return context.Cause(ctx)
	}))
	g.Go(task("plain", func() error {
		<-ctx.Done()
		return nil
	}))
	g.Go(task("own", func() error {
		ctx, cancel := context.WithTimeoutCause(ctx, 230*time.Millisecond,
			errors.New("too slow"))
		defer cancel()
		<-ctx.Done()
		return nil
	}))
	g.Go(task("accept", func() error {
		select {
		case <-ctx.Done():
		case <-asked:
			return nil
		}
		return ctx.Err()
	}))
	g.Go(task("drain", func() error {
		<-ctx.Done()
		time.Sleep(100 * time.Millisecond)
		fmt.Println("drained")
		return nil
	}))
	g.Go(task("sweep", func() error {
		<-ctx.Done()
		if err := sleep(ctx, 100*time.Millisecond); err != nil {
			time.Sleep(10 * time.Millisecond) // cleans up
			return err
		}
		return nil
	}))
	g.Go(task("inner", func() error {
		g, ctx := errgroup.WithContext(ctx)
		g.Go(task("listen", func() error {
			<-ctx.Done()
			return nil
		}))
		g.Go(task("other", func() error {
			return sleep(ctx, 200*time.Millisecond)
		}))
		return g.Wait()
	}))
	g.Go(task("again", func() error {
		attempt := func(number int) error {
			switch number {
			case 1:
				if sleep(ctx, 50*time.Millisecond) != nil {
					return nil
				}
				return errors.New("no")
			default:
				if sleep(ctx, 50*time.Millisecond) != nil {
					return nil
				}
				<-ctx.Done()
				return nil
			}
		}
		for number := 1; ; number++ {
			err := attempt(number)
			if err == nil || number == 2 {
				return err
			}
		}
	}))
	err := g.Wait()
	fmt.Println("cause:", context.Cause(ctx))
	return err
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
	err := services(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
