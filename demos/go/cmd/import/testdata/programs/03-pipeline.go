package digest

import (
	"context"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"
)

type sum struct{ path string }

// All reads a tree of files: one task walks, twenty read.
func All(ctx context.Context, root string) (map[string]sum, error) {
	g, ctx := errgroup.WithContext(ctx)
	paths := make(chan string)
	g.Go(func() error {
		defer close(paths)
		return filepath.Walk(root, func(path string, info os.FileInfo, err error) error {
			if err != nil {
				return err
			}
			select {
			case paths <- path:
			case <-ctx.Done():
				return ctx.Err()
			}
			return nil
		})
	})
	sums := make(chan sum)
	const readers = 20
	for i := 0; i < readers; i++ {
		g.Go(func() error {
			for path := range paths {
				data, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				_ = data
				select {
				case sums <- sum{path}:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return nil
		})
	}
	go func() {
		g.Wait()
		close(sums)
	}()
	m := map[string]sum{}
	for s := range sums {
		m[s.path] = s
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return m, nil
}
