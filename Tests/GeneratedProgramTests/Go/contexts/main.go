// Which contexts end when their parent ends?
package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A server, a request and three contexts derived from it.
// No tasks.
func contexts(ctx context.Context) {
	server, cancelServer := context.WithCancelCause(ctx)
	defer cancelServer(nil)
	request, cancelRequest := context.WithTimeoutCause(
		server, time.Second,
		errors.New("the page has 1 s"))
	defer cancelRequest()
	ads, cancelAds := context.WithTimeoutCause(
		request, 300*time.Millisecond,
		errors.New("ads are too slow"))
	defer cancelAds()
	search, cancelSearch := context.WithTimeoutCause(
		request, 5*time.Second,
		errors.New("never used"))
	defer cancelSearch()
	stopCloseRows := context.AfterFunc(search, func() {
		fmt.Println("close-rows")
	})
	defer stopCloseRows()
	audit := context.WithoutCancel(request)
	time.Sleep(1500 * time.Millisecond)
	cancelServer(errors.New("a new version"))
	check(server, "server")
	check(request, "request")
	check(ads, "ads")
	check(search, "search")
	check(audit, "audit")
}

// check says whether a context is over, and why.
func check(ctx context.Context, name string) {
	fmt.Printf("%s: %v, cause: %v\n", name, ctx.Err(), context.Cause(ctx))
}

func main() {
	contexts(context.Background())
}
