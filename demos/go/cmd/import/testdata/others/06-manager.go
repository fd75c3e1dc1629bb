package manager

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"
)

type Runnable interface {
	Start(ctx context.Context) error
}

type Manager struct {
	runnables []Runnable
	elected   chan struct{}
}

// Start starts everything; controllers wait for the election.
func (m *Manager) Start(ctx context.Context) error {
	eg, ctx := errgroup.WithContext(ctx)
	elected := make(chan struct{})
	eg.Go(func() error {
		if err := elect(ctx); err != nil {
			return err
		}
		close(elected)
		<-ctx.Done()
		return nil
	})
	for _, r := range m.runnables {
		eg.Go(func() error {
			select {
			case <-elected:
			case <-ctx.Done():
				return nil
			}
			return r.Start(ctx)
		})
	}
	err := eg.Wait()
	time.Sleep(100 * time.Millisecond)
	return err
}
