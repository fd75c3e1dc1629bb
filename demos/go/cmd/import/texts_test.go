package main

// functionsOfTexts are functions that put texts around errors.
var functionsOfTexts = []functionCase{
	{name: "the error anywhere in a text", code: `
			func run(ctx context.Context) error {
				g, ctx := errgroup.WithContext(ctx)
				g.Go(func() error {
					if err := fetch(ctx); err != nil { return fmt.Errorf("fetch: %w (gave up)", err) }
					return nil
				})
				g.Go(func() error {
					if err := store(ctx); err != nil { return fmt.Errorf("%w: store %q, 100%%", err, "a") }
					return nil
				})
				g.Go(func() error {
					if err := send(ctx); err != nil { return fmt.Errorf("send %q: %w (try %d)", name, err, 2) }
					return nil
				})
				if err := g.Wait(); err != nil { return fmt.Errorf("run [%w]", err) }
				return nil
			}`, shape: `
			group errgroup, wrap run [%w]
				task fetch, on-cancel wrap fetch: %w (gave up): work ?
				task store, on-cancel wrap %w: store "a", 100%%: work ?
				task send, on-cancel wrap send %%q: %w (try 2): work ?`,
		has: []string{`on-cancel: "wrap send %%q: %w (try 2)"  # FILL IN, the text has a value that the code doesn't say: which?`}},
	{name: "texts with several errors, with places, of several pieces, and too long ones", code: `
			const long = "this is a very long text about what went wrong with the other data center, 100%% sure: %w (gave up for good, and for a very long time)"
			var errGone = errors.New("gone")
			func run(ctx context.Context) error {
				g, ctx := errgroup.WithContext(ctx)
				g.Go(func() error { if err := a(ctx); err != nil { return fmt.Errorf("%w: a: %w", errGone, err) }; return nil })
				g.Go(func() error { if err := b(ctx); err != nil { return fmt.Errorf("%w: b: %w", err, errGone) }; return nil })
				g.Go(func() error { if err := c(ctx); err != nil { return fmt.Errorf("c %w and %w", err, other) }; return nil })
				g.Go(func() error { if err := d(ctx); err != nil { return fmt.Errorf("d %[2]d: %[1]w!", err, 3) }; return nil })
				g.Go(func() error { if err := e(ctx); err != nil { return fmt.Errorf("%w", err) }; return nil })
				g.Go(func() error { if err := f(ctx); err != nil { return fmt.Errorf("f "+"%s"+" %w!", "all", err) }; return nil })
				g.Go(func() error { if err := inner(ctx); err != nil { return fmt.Errorf("outer [%w]", err) }; return nil })
				g.Go(func() error { if err := h(ctx); err != nil { return fmt.Errorf(long, err) }; return nil })
				return g.Wait()
			}
			func inner(ctx context.Context) error { if err := g(ctx); err != nil { return fmt.Errorf("inner %w (twice)", err) }; return nil }`, shape: `
			group errgroup
				task a, on-cancel wrap gone: a: work ?
				task b, on-cancel wrap %w: b: gone: work ?
				task c, on-cancel wrap c %w and %%w: work ?
				task d, on-cancel wrap d 3: %w!: work ?
				task e: work ?
				task f, on-cancel wrap f all %w!: work ?
				task inner, on-cancel wrap outer [inner %w (twice)]: work ?
				task h, on-cancel wrap this is a very long text about what we… %w (gave up for good, and for a very lo…: work ?`,
		has: []string{`on-cancel: "wrap c %w and %%w"  # FILL IN`}},
}
