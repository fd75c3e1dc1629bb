package resolve

import (
	"context"
	"errors"
	"sync"
)

// First asks every server and takes the first address.
func First(ctx context.Context, servers []string, name string) (string, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	found := make(chan string, len(servers))
	var wg sync.WaitGroup
	for _, server := range servers {
		wg.Go(func() {
			address, err := lookup(ctx, server, name)
			if err != nil {
				return
			}
			found <- address
			cancel()
		})
	}
	wg.Wait()
	select {
	case address := <-found:
		return address, nil
	default:
		return "", errors.New("not found")
	}
}
