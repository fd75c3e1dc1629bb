package probe

import (
	"context"
	"sync"
	"time"
)

// All probes every host and waits for all, whatever happens.
func All(ctx context.Context, hosts []string) map[string]error {
	ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
	defer cancel()
	var (
		wg     sync.WaitGroup
		mu     sync.Mutex
		result = map[string]error{}
	)
	for _, host := range hosts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			err := ping(ctx, host)
			mu.Lock()
			result[host] = err
			mu.Unlock()
		}()
	}
	wg.Wait()
	return result
}
