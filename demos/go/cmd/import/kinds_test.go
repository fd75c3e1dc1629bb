package main

import (
	"strings"
	"testing"
)

// TestKinds are pieces of code for which the language has words: shared calls whose result comes through a channel, tickers, semaphores
// before a group, and a caller that looks at its context. Each is a function's code, whose context is around.
func TestKinds(t *testing.T) {
	const begin = "g, ctx := errgroup.WithContext(around)\n"
	loop := func(code string) string {
		return begin + code + "\nreturn g.Wait()"
	}
	hands := "g.Go(func() error { return fetch(ctx) })"
	untilTold := []string{"  spawn-until-told: true\n"}
	for _, one := range []struct {
		name, code  string
		has, hasNot []string
	}{
		// Shared calls.
		{"a select with DoChan's channel", loop(`g.Go(func() error {
				answer := flights.DoChan("key", func() (any, error) { return load(ctx) })
				late, cancel := context.WithTimeout(ctx, 2*time.Second)
				defer cancel()
				select {
				case <-late.Done():
					return late.Err()
				case result := <-answer:
					return result.Err
				}
			})`), []string{"- load: \"key\"\n          call:\n            - work: 300ms", "          timeout: 2s\n"}, []string{"blocking", "waits for a channel"}},
		{"DoChan in the select", loop(`g.Go(func() error {
				select {
				case result := <-flights.DoChan("key", func() (any, error) { return load(ctx) }):
					return result.Err
				case <-ctx.Done():
					return ctx.Err()
				}
			})`), []string{`- load: "key"`}, []string{"blocking", "waits for a channel"}},
		{"DoChan alone", loop(`g.Go(func() error {
				result := <-flights.DoChan("key", func() (any, error) { return load(ctx) })
				return result.Err
			})`), []string{"- load: \"key\"\n          blocking: true"}, []string{"waits for a channel"}},
		{"DoChan of a field that is declared elsewhere", loop(`g.Go(func() error {
				result := <-s.calls.DoChan("key", func() (any, error) { return load(ctx) })
				return result.Err
			})`), []string{"- load: \"key\"\n          blocking: true"}, []string{"waits for a channel"}},
		{"Do of a field that is declared elsewhere", loop(`g.Go(func() error {
				_, err, _ := s.calls.Do("k", func() (any, error) { return load(ctx) })
				return err
			})`), []string{"- load: \"k\"\n          blocking: true\n          call:\n            - work: 300ms"}, nil},
		{"Do of a variable that is declared elsewhere, with other results", loop(`g.Go(func() error {
				v, err, shared := calls.Do(id, func() (interface{}, error) { v, err := load(ctx); return v, err })
				use(v, shared)
				return err
			})`), []string{"here all share one key; in the code each has its own?\n          blocking: true"}, nil},
		{"Do with code that is no shared call's", loop(`g.Go(func() error {
				return s.retries.Do("k", func() error { return load(ctx) })
			})`), []string{`load: "------|"`}, []string{"blocking"}},
		{"Do with no code", loop(`g.Go(func() error {
				_, err := s.client.Do(ctx, request)
				return err
			})`), []string{`"------|"`}, []string{"blocking"}},
		// Loops that a ticker paces.
		{"a ticker behind the work", loop(`g.Go(func() error {
				tick := time.NewTicker(2 * time.Second)
				for {
					if err := poll(ctx); err != nil { return err }
					select {
					case <-ctx.Done():
						return ctx.Err()
					case <-tick.C:
					}
				}
			})`), []string{"every: 2s\n              steps:\n                - work: 300ms"}, []string{`">"`}},
		{"a range over time.Tick", loop(`g.Go(func() error {
				for range time.Tick(time.Second) {
					if ctx.Err() != nil { return nil }
					refresh(ctx)
				}
				return nil
			})`), []string{`on-cancel: "ok"`, "every: 1s\n"}, []string{`">"`, "stands here once"}},
		{"a ticker without work", loop(`g.Go(func() error {
				tick := time.NewTicker(time.Second)
				for {
					select {
					case <-ctx.Done():
						return nil
					case <-tick.C:
						log.Println("tick")
					}
				}
			})`), []string{`on-cancel: "ok"`, `">"`}, nil},
		{"a watch", loop(`g.Go(func() error {
				changes := client.Watch(ctx, "key")
				for change := range changes { note(change) }
				return nil
			})`), []string{`on-cancel: "ok"`, `line: ">"`, "what comes through client.Watch ends with its context, as far as is known."}, []string{"300ms"}},
		// Semaphores before a group.
		{"a semaphore of a field, and a query", `
			late, cancel := context.WithTimeout(around, 15*time.Second)
			defer cancel()
			if err := s.slots.Acquire(late, 1); err != nil { return err }
			defer s.slots.Release(1)
			if err := s.query(late); err != nil { return err }
			g, ctx := errgroup.WithContext(late)
			g.Go(func() error { return fetch(ctx) })
			return g.Wait()`, []string{"  slots: 4  # FILL IN", "before-go:\n    - acquire: slots\n    - work: 100ms"}, []string{"s.slots.Release"}},
		// A caller that looks first.
		{"an if", loop("for range 9 { if ctx.Err() != nil { break }\n" + hands + " }"), untilTold, nil},
		{"an if with a variable", loop("for range 9 { if err := ctx.Err(); err != nil { log.Println(err); break }\n" + hands + " }"), untilTold, nil},
		{"a part of the loop's condition", loop("for i := 0; i < 9 && ctx.Err() == nil; i++ { " + hands + " }"), untilTold, nil},
		{"a select that leaves the loop", loop("loop:\nfor range 9 { select { case <-ctx.Done(): break loop\ndefault: }\n" + hands + " }"), untilTold, nil},
		{"a select whose default hands over the task", loop("for range 9 { select { case <-ctx.Done(): return g.Wait()\ndefault: " + hands + " } }"), untilTold, nil},
		{"an if that waits", loop("for range 9 { if ctx.Err() != nil { return g.Wait() }\n" + hands + " }"), untilTold, nil},
		{"the caller's own context", loop("for range 9 { if around.Err() != nil { break }\n" + hands + " }"), nil, untilTold},
	} {
		t.Run(one.name, func(t *testing.T) {
			reads(t, casesBefore+strings.ReplaceAll("\nfunc run(around context.Context) error {\n"+one.code+"\n}\n", "\t\t\t", "\t"), one.has, one.hasNot)
		})
	}
}
