package hedge

import (
	"context"
	"time"
)

type answer struct {
	body []byte
	err  error
}

// Get asks again when the first request is slow, and takes what comes first.
func Get(ctx context.Context, url string) ([]byte, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan answer, 2)
	ask := func() {
		body, err := fetch(ctx, url)
		answers <- answer{body, err}
	}
	go ask()
	select {
	case a := <-answers:
		return a.body, a.err
	case <-time.After(50 * time.Millisecond):
		go ask()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	a := <-answers
	return a.body, a.err
}
