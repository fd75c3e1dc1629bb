package migrate

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"
)

// Tenants migrates two regions; each migrates its tenants, two at a time.
func Tenants(ctx context.Context, db DB) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	regions, ctx := errgroup.WithContext(ctx)
	for _, region := range []string{"eu", "us"} {
		regions.Go(func() error {
			tenants, ctx := errgroup.WithContext(ctx)
			tenants.SetLimit(2)
			for _, tenant := range db.Tenants(region) {
				tenants.Go(func() error {
					defer audit(context.WithoutCancel(ctx), tenant)
					return db.Migrate(ctx, tenant)
				})
			}
			return tenants.Wait()
		})
	}
	return regions.Wait()
}
