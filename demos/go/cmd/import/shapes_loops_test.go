package main

var shapesOfLoops = []shapeCase{
	{name: "what is asked before each task", more: `
		type copier struct{ bad bool }
		func (c *copier) isHealthy() bool { return !c.bad }`, code: `
		c := &copier{}
		for !pages.isRead() && c.isHealthy() { g.Go(func() error { return fetch(ctx) }) }
		for rows.Next() { g.Go(func() error { return store(ctx) }) }
		for i := 0; i < 4 && c.isHealthy(); i++ { g.Go(func() error { return send(ctx) }) }
		for len(queue) > 0 { g.Go(func() error { return poll(ctx) }); queue = queue[1:] }`, shape: `
			group errgroup
				task fetch, count ?: work ?
				task store, count ?: work ?
				task send, count ?: work ?
				task poll, count ?: work ?`, notes: []string{
		"# x.go:26: the loop hands over tasks only while !pages.isRead() && c.isHealthy(); here", "# x.go:27: the loop hands over tasks only while rows.Next(); here",
		"# x.go:28: the loop hands over tasks only while c.isHealthy(); here", "# x.go:29: the loop hands over tasks only while len(queue) > 0; here"}},
	{name: "what is asked within a loop before each task", code: `
		for _, p := range pages {
			if p.isOld() { continue }
			if !isHealthy() { log.Println("unwell"); break }
			if err := check(ctx); err != nil { break }
			p, ok := <-more
			if !ok || isLate(ctx) { break }
			g.Go(func() error { return fetch(ctx) })
		}`, shape: `
			group errgroup, until told
				task fetch, count ?: work ?`, without: []string{"x.go:28: the loop"}, notes: []string{"# x.go:24: the loop hands over no task where p.isOld(); here", "# x.go:25: the loop hands over no more tasks once !isHealthy(); here"}},
	{name: "what is asked before each goroutine", code: `
		g.Go(func() error {
			var wg sync.WaitGroup
			for more() { wg.Add(1); go func() { defer wg.Done(); fetch(ctx) }() }
			wg.Wait()
			return nil
		})`, shape: `
			group errgroup
				task more: group
					group waitgroup
						task fetch, count ?: work ?`, notes: []string{"# x.go:25: the loop hands over tasks only while more(); here"}},
	{name: "a count and a context before each task", code: `
		for i := 0; i < 4 && ctx.Err() == nil; i++ { g.Go(func() error { return fetch(ctx) }) }
		n := len(os.Args)
		for i := 0; i < n; i++ { g.Go(func() error { return store(ctx) }) }
		for n > 0 { g.Go(func() error { return send(ctx) }); n-- }`, shape: `
			group errgroup
				task fetch, count ?: work ?
				task store, count ?: work ?
				task send, count ?: work ?`, without: []string{"only while"}},
	{name: "counters", code: `
		for i := 0; i < 10; i += 2 { g.Go(func() error { return fetch(ctx) }) }
		for i := 1; i <= 10; i += 4 { g.Go(func() error { return store(ctx) }) }
		for i := 10; i >= 0; i -= 5 { g.Go(func() error { return send(ctx) }) }
		for i, n := 0, 4; i != n; i++ { g.Go(func() error { return poll(ctx) }) }
		for i := 1; i < 100; i *= 2 { g.Go(func() error { return call(ctx) }) }
		i := 0
		for i < 7 { g.Go(func() error { return push(ctx) }); i++ }
		var j int
		for j = 0; j < 2; j++ { g.Go(func() error { return dial(ctx) }) }
		const many = 5
		for k := 0; k < many/2; k++ { g.Go(func() error { return lift(ctx) }) }
		for ; j < 5; j++ { g.Go(func() error { return hang(ctx) }) }
		g.Go(func() error {
			for i := 3; i > 0; i-- {
				if err := pull(ctx); err != nil { return err }
			}
			return nil
		})
		g.Go(func() error {
			for tries := 5; tries > 0; tries-- {
				if err := put(ctx); err == nil { return nil }
			}
			return errors.New("gave up")
		})`, shape: `
			group errgroup
				task fetch, count 5: work ?
				task store, count 3: work ?
				task send, count 3: work ?
				task poll, count 4: work ?
				task call, count ?: work ?
				task push, count 7: work ?
				task dial, count 2: work ?
				task lift, count 2: work ?
				task hang, count ?: work ?
				task pull: work ?, work ?, work ?
				task put, attempts 5: work ?`},
	// Trying again.
	{name: "a retry, and more to do", code: `
		g.Go(func() error {
			pause := time.Second
			for attempt := 0; attempt < 5; attempt++ {
				if err := put(ctx); err == nil { break }
				select {
				case <-ctx.Done():
					return ctx.Err()
				case <-time.After(pause):
				}
				pause *= 2
				if pause > 10*time.Second { pause = 10 * time.Second }
			}
			inner, ctx := errgroup.WithContext(ctx)
			inner.Go(func() error { return fetch(ctx) })
			return inner.Wait()
		})`, shape: `
			group errgroup
				task put: group ignored, group
					group zero-errgroup
						task put, attempts 5 delay 1s × 2 at most 10s: work ?
					group errgroup
						task fetch: work ?`},
	{name: "pauses of a retry are in the skeleton", code: `
		g.Go(func() error {
			pause := time.Second
			for attempt := 0; attempt < 5; attempt++ {
				if err := put(ctx); err == nil { return nil }
				time.Sleep(pause)
				pause *= 2
				if pause > 10*time.Second { pause = 10 * time.Second }
			}
			return errors.New("gave up")
		})
		g.Go(func() error {
			for attempt := 0; attempt < 5; attempt++ {
				if err := put(ctx); err == nil { return nil }
				select {
				case <-ctx.Done():
					return ctx.Err()
				case <-time.After(time.Second):
				}
			}
			return errors.New("gave up")
		})`, shape: `
			group errgroup
				task put, attempts 5 delay 1s × 2 at most 10s: work ?
				task put-2, attempts 5 delay 1s: work ?`, notes: []string{`# Without a step, of run: x.go:24.`, "longest: 10s\n    # x.go:42: It may fail"}},
	{name: "a retry that is left either way", code: `
		g.Go(func() error {
			for i := 0; i < 3; i++ {
				if err := put(ctx); err == nil { break }
				time.Sleep(time.Second)
			}
			return fetch(ctx)
		})
		g.Go(func() error {
			for i := 0; i < 3; i++ {
				if err := put(ctx); err == nil { break }
				time.Sleep(time.Second)
			}
			return nil
		})
		g.Go(func() error {
			if err := dial(ctx); err != nil { return err }
			for i := 0; i < 3; i++ {
				if err := put(ctx); err == nil { break }
				time.Sleep(time.Second)
			}
			return nil
		})
		g.Go(func() error {
			var err error
			for i := 0; i < 3; i++ {
				if err = put(ctx); err == nil { break }
				time.Sleep(time.Second)
			}
			if err != nil { return fmt.Errorf("put: %w", err) }
			return fetch(ctx)
		})
		g.Go(func() error {
			var last error
			for i := 0; i < 3; i++ {
				err := put(ctx)
				if err == nil { break }
				last = err
				time.Sleep(time.Second)
			}
			if last != nil { return last }
			return fetch(ctx)
		})
		g.Go(func() error {
			done := false
			for i := 0; i < 3; i++ {
				if err := put(ctx); err == nil { done = true; break }
				time.Sleep(time.Second)
			}
			if !done { return errors.New("gave up") }
			return fetch(ctx)
		})`, shape: `
			group errgroup
				task put: group ignored, work ?
					group zero-errgroup
						task put, attempts 3 delay 1s: work ?
				task put-2: group ignored
					group zero-errgroup
						task put, attempts 3 delay 1s: work ?
				task dial: work ?, group ignored
					group zero-errgroup
						task put, attempts 3 delay 1s: work ?
				task put-3: group, work ?
					group zero-errgroup
						task put, on-cancel wrap put, attempts 3 delay 1s: work ?
				task put-4: group, work ?
					group zero-errgroup
						task put, attempts 3 delay 1s: work ?
				task put-5: group, work ?
					group zero-errgroup
						task put, attempts 3 delay 1s: work ?`},
	{name: "a retry with a break at its end", code: `
		g.Go(func() error {
			for i := 0; i < 3; i++ {
				if err := put(ctx); err != nil { log.Println(err); time.Sleep(time.Second); continue }
				break
			}
			return fetch(ctx)
		})
		g.Go(func() error {
			var err error
			for range 3 {
				if err = put(ctx); err == nil { break }
			}
			log.Println(err)
			return fetch(ctx)
		})
		g.Go(func() error {
			for i := 0; i < 3; i++ {
				err := put(ctx)
				if err == nil { break }
				if i == 2 { return err }
			}
			return fetch(ctx)
		})
		g.Go(func() error {
			for attempt := 1; ; attempt++ {
				err := put(ctx)
				if err == nil { break }
				if attempt == 5 { return err }
			}
			return fetch(ctx)
		})`, shape: `
			group errgroup
				task put: group ignored, work ?
					group zero-errgroup
						task put, attempts 3 delay 1s: work ?
				task put-2: group ignored, work ?
					group zero-errgroup
						task put, attempts 3: work ?
				task put-3: group, work ?
					group zero-errgroup
						task put, attempts 3: work ?
				task put-4: group, work ?
					group zero-errgroup
						task put, attempts ?: work ?`},
}
