package main

var shapesOfEnds = []shapeCase{
	{name: "the status with which the process ends", code: `
		g.Go(func() error {
			if err := warm(ctx); err != nil { os.Exit(0) }
			return serve(ctx)
		})
		g.Go(func() error {
			if err := load(ctx); err != nil { os.Exit(statusOf(err)) }
			return serve(ctx)
		})
		g.Go(func() error {
			time.Sleep(time.Second)
			os.Exit(3)
			return nil
		})`, shape: `
			group errgroup
				task warm: try (work ?) else (exit 0), work ?
				task load: try (work ?) else (exit ?), work ?
				task exit: busy 1s, exit 3`, notes: []string{`FILL IN, x.go:28: the status that os.Exit gets: which?`}},
}
