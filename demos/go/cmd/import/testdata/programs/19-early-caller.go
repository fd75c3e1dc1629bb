package first

import (
	"context"
	"errors"
	"time"
)

// Do gives up after a second; what it started goes on.
func Do(ctx context.Context) error {
	done := make(chan error, 1)
	go func() {
		done <- slow(ctx)
	}()
	select {
	case err := <-done:
		return err
	case <-time.After(time.Second):
		return errors.New("too slow")
	}
}
