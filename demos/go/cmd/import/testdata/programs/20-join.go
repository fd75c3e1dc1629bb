package ddns

import (
	"context"
	"errors"
	"sync"
)

// Update updates all records and tells every error.
func Update(ctx context.Context, records []Record) error {
	var wg sync.WaitGroup
	errs := make([]error, len(records))
	for i, record := range records {
		wg.Add(1)
		go func() {
			defer wg.Done()
			errs[i] = set(ctx, record)
		}()
	}
	wg.Wait()
	return errors.Join(errs...)
}
