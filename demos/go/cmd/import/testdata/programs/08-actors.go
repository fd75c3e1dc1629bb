package main

import (
	"context"
	"net"
	"net/http"
	"os"

	"github.com/oklog/run"
)

func main() {
	var g run.Group
	{
		ln, _ := net.Listen("tcp", ":8080")
		g.Add(func() error {
			return http.Serve(ln, nil)
		}, func(error) {
			ln.Close()
		})
	}
	{
		ctx, cancel := context.WithCancel(context.Background())
		g.Add(func() error {
			return consume(ctx)
		}, func(error) {
			cancel()
		})
	}
	g.Add(run.SignalHandler(context.Background(), os.Interrupt))
	if err := g.Run(); err != nil {
		os.Exit(1)
	}
}
