// Rounds
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

func rounds(ctx context.Context) error {
	eitherFailed := make(chan struct{})
	eitherSucceeded := make(chan struct{})
	flakyFailed := make(chan struct{})
	flakySucceeded := make(chan struct{})
	stopsPermanentFailed := make(chan struct{})
	stopsPermanentSucceeded := make(chan struct{})
	tried := make(chan struct{})
	twiceDone := make(chan struct{})
	g, ctx := errgroup.WithContext(ctx)
	g.Go(task("health", func() error {
		ticker := time.NewTicker(200 * time.Millisecond)
		defer ticker.Stop()
		for range 2 {
			select {
			case <-ticker.C:
			case <-ctx.Done():
				time.Sleep(5 * time.Millisecond) // cleans up
				return ctx.Err()
			}
			if err := sleep(ctx, 20*time.Millisecond); err != nil {
				time.Sleep(5 * time.Millisecond) // cleans up
				return err
			}
			fmt.Println("check ok")
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			time.Sleep(5 * time.Millisecond) // cleans up
			return ctx.Err()
		}
		if err := sleep(ctx, 25*time.Millisecond); err != nil {
			time.Sleep(5 * time.Millisecond) // cleans up
			return err
		}
		return errors.New("unhealthy")
	}))
	g.Go(task("reports", func() error {
		ticker := time.NewTicker(250 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
			case <-ctx.Done():
				time.Sleep(7 * time.Millisecond) // cleans up
				return nil
			}
			if sleep(ctx, 10*time.Millisecond) != nil {
				time.Sleep(7 * time.Millisecond) // cleans up
				return nil
			}
		}
	}))
	g.Go(task("twice", func() error {
		defer close(twiceDone)
		ticker := time.NewTicker(100 * time.Millisecond)
		defer ticker.Stop()
		for range 2 {
			<-ticker.C
			time.Sleep(30 * time.Millisecond)
		}
		time.Sleep(20 * time.Millisecond)
		ticker2 := time.NewTicker(30 * time.Millisecond)
		defer ticker2.Stop()
		for range 2 {
			<-ticker2.C
			time.Sleep(5 * time.Millisecond)
		}
		return nil
	}))
	g.Go(task("line", func() error {
		for {
			if sleep(ctx, 20*time.Millisecond) != nil {
				return nil
			}
			time.Sleep(10 * time.Millisecond)
		}
	}))
	g.Go(task("nested", func() error {
		for range 2 {
			if err := sleep(ctx, 5*time.Millisecond); err != nil {
				return err
			}
			for range 2 {
				if err := sleep(ctx, 2*time.Millisecond); err != nil {
					return err
				}
			}
			time.Sleep(time.Millisecond)
			fmt.Println("again")
		}
		return nil
	}))
	g.Go(task("endless", func() error {
		for {
			for range 2 {
				if err := sleep(ctx, 15*time.Millisecond); err != nil {
					time.Sleep(3 * time.Millisecond) // cleans up
					return err
				}
				time.Sleep(5 * time.Millisecond)
			}
		}
	}))
	g.Go(task("busy", func() error {
		for ctx.Err() == nil {
			time.Sleep(20 * time.Millisecond)
		}
		return nil
	}))
	g.Go(task("hedge", func() error {
		select {
		case <-flakyFailed:
		case <-time.After(300 * time.Millisecond):
		case <-flakySucceeded:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
		return sleep(ctx, 40*time.Millisecond)
	}))
	g.Go(task("flaky", func() (returned error) {
		defer func() {
			if returned != nil {
				close(flakyFailed)
			} else {
				close(flakySucceeded)
			}
		}()
		for range 2 {
			if err := sleep(ctx, 30*time.Millisecond); err != nil {
				return err
			}
		}
		close(tried)
		return nil
	}))
	g.Go(task("either", func() (returned error) {
		defer func() {
			if returned != nil {
				close(eitherFailed)
			} else {
				close(eitherSucceeded)
			}
		}()
		select {
		case <-tried:
		case <-twiceDone:
		case <-ctx.Done():
			return ctx.Err()
		}
		return sleep(ctx, 10*time.Millisecond)
	}))
	g.Go(task("spare", func() error {
		select {
		case <-eitherFailed:
		case <-eitherSucceeded:
			return nil
		case <-ctx.Done():
			return nil
		}
		return errors.New("never")
	}))
	g.Go(task("grows", func() error {
		attempt := func() error {
			if err := sleep(ctx, 10*time.Millisecond); err != nil {
				return err
			}
			return errors.New("503")
		}
		pause := 50 * time.Millisecond
		for number := 1; ; number++ {
			err := attempt()
			if err == nil || number == 9 {
				return err
			}
			if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
				return err
			}
			if err := sleep(ctx, pause); err != nil {
				return err
			}
			pause = time.Duration(float64(pause) * 1.5)
			pause = min(pause, 150*time.Millisecond)
		}
	}))
	g.Go(task("stops", func() error {
		// Its error is dropped.
		_ = stops(ctx, stopsPermanentFailed, stopsPermanentSucceeded)
		return sleep(ctx, 10*time.Millisecond)
	}))
	return g.Wait()
}

func stops(ctx context.Context, stopsPermanentFailed chan struct{}, stopsPermanentSucceeded chan struct{}) error {
	var g errgroup.Group
	g.Go(task("permanent", func() (returned error) {
		defer func() {
			if returned != nil {
				close(stopsPermanentFailed)
			} else {
				close(stopsPermanentSucceeded)
			}
		}()
		permanent := errors.New("wrong")
		attempt := func(number int) error {
			switch number {
			case 1:
				if err := sleep(ctx, 10*time.Millisecond); err != nil {
					return err
				}
				return errors.New("503")
			case 2:
				if err := sleep(ctx, 10*time.Millisecond); err != nil {
					return err
				}
				return permanent
			default:
				return sleep(ctx, 10*time.Millisecond)
			}
		}
		pause := 20 * time.Millisecond
		for number := 1; ; number++ {
			err := attempt(number)
			if err == nil || number == 3 || errors.Is(err, permanent) {
				return err
			}
			if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
				return err
			}
			if err := sleep(ctx, pause); err != nil {
				return err
			}
			pause *= 2
		}
	}))
	g.Go(task("sees", func() error {
		select {
		case <-stopsPermanentFailed:
		case <-stopsPermanentSucceeded:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
		fmt.Println("seen")
		return nil
	}))
	if err := g.Wait(); err != nil {
		return fmt.Errorf("stops: %w", err)
	}
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
	err := rounds(context.Background())
	fmt.Println("wait:", err)
	if err != nil {
		os.Exit(1)
	}
}
