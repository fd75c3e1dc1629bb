package compose

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"
)

type service struct {
	limit int
}

// Pull pulls images, a few at a time. One that can be built may fail.
func (s *service) Pull(ctx context.Context, images []Image) error {
	eg, ctx := errgroup.WithContext(ctx)
	eg.SetLimit(s.limit)
	pullErrors := make([]error, len(images))
	for i, image := range images {
		if image.Name == "" {
			continue
		}
		eg.Go(func() error {
			_, err := s.pullImage(ctx, image)
			if err != nil {
				pullErrors[i] = err
				if image.Build == nil {
					return err
				}
			}
			return nil
		})
	}
	err := eg.Wait()
	report(images)
	if err != nil {
		return err
	}
	return errors.Join(pullErrors...)
}

func (s *service) pullImage(ctx context.Context, image Image) (string, error) {
	stream, err := s.client().ImagePull(ctx, image.Name)
	if err != nil {
		return "", err
	}
	return stream.ID, nil
}
