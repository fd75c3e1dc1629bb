// Signals
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

func signals(ctx context.Context) error {
	againDone := make(chan struct{})
	dbStarted := make(chan struct{})
	dbDone := make(chan struct{})
	innerWaitsDone := make(chan struct{})
	seen := make(chan struct{})
	signalSeen := sync.OnceFunc(func() { close(seen) })
	up := make(chan struct{})
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("early", func() error {
		select {
		case <-dbStarted:
		case <-ctx.Done():
			return ctx.Err()
		}
		return sleep(ctx, 50*time.Millisecond)
	}))
	g.Go(task("late", func() error {
		select {
		case <-dbDone:
		case <-ctx.Done():
			time.Sleep(10 * time.Millisecond) // cleans up
			return nil
		}
		if sleep(ctx, 50*time.Millisecond) != nil {
			time.Sleep(10 * time.Millisecond) // cleans up
			return nil
		}
		return nil
	}))
	g.Go(task("ready", func() error {
		<-up
		fmt.Println("it is up")
		return nil
	}))
	g.Go(task("inner", func() error {
		if err := inner(ctx, innerWaitsDone, seen, signalSeen, up); err != nil {
			return err
		}
		select {
		case <-dbDone:
		case <-ctx.Done():
			return ctx.Err()
		}
		return nil
	}))
	time.Sleep(10 * time.Millisecond)
	g.Go(task("again", func() error {
		defer close(againDone)
		attempt := func(number int) error {
			switch number {
			case 1:
				if err := sleep(ctx, 50*time.Millisecond); err != nil {
					return err
				}
				return errors.New("no")
			default:
				return sleep(ctx, 100*time.Millisecond)
			}
		}
		for number := 1; ; number++ {
			err := attempt(number)
			if err == nil || number == 2 {
				return err
			}
			if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
				return err
			}
		}
	}))
	g.Go(task("asked", func() error {
		select {
		case <-againDone:
		case <-ctx.Done():
			return ctx.Err()
		}
		signalSeen()
		return nil
	}))
	g.Go(task("never", func() error {
		<-ctx.Done()
		return nil
	}))
	time.Sleep(50 * time.Millisecond)
	g.Go(task("db", func() error {
		close(dbStarted)
		defer close(dbDone)
		if err := sleep(ctx, 100*time.Millisecond); err != nil {
			return err
		}
		close(up)
		return sleep(ctx, 100*time.Millisecond)
	}))
	g.Go(task("fails", func() error {
		select {
		case <-dbDone:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := sleep(ctx, 500*time.Millisecond); err != nil {
			return err
		}
		return errors.New("boom")
	}))
	return g.Wait()
}

func inner(ctx context.Context, innerWaitsDone chan struct{}, seen chan struct{}, signalSeen func(), up chan struct{}) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("waits", func() error {
		defer close(innerWaitsDone)
		select {
		case <-up:
		case <-ctx.Done():
			return ctx.Err()
		}
		signalSeen()
		return sleep(ctx, 20*time.Millisecond)
	}))
	g.Go(task("sees", func() error {
		select {
		case <-seen:
		case <-ctx.Done():
			return ctx.Err()
		}
		select {
		case <-innerWaitsDone:
		case <-ctx.Done():
			return ctx.Err()
		}
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
	err := signals(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
