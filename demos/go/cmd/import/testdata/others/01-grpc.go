package main

import (
	"context"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	api := grpc.NewServer()
	admin := &http.Server{Addr: ":9000"}
	lis, err := net.Listen("tcp", ":8000")
	if err != nil {
		return err
	}

	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return api.Serve(lis) })
	g.Go(func() error { return admin.ListenAndServe() })
	g.Go(func() error {
		<-ctx.Done()
		log.Println("shutting down")
		api.GracefulStop()
		return nil
	})
	g.Go(func() error {
		<-ctx.Done()
		return admin.Shutdown(context.Background())
	})
	return g.Wait()
}
