package main

import (
	"io"
	"strings"
	"testing"
)

// TestLiterals are groups in function literals that nothing in the files calls: those that other code gets, or that a field or a variable
// does. Each is found by the name of what it stands in.
func TestLiterals(t *testing.T) {
	const group = "g, ctx := errgroup.WithContext(%); g.Go(func() error { return fetch(ctx) })\n"
	for _, one := range []struct {
		name, code, of string
		has            []string
	}{
		{name: "a conversion", code: `func handler() http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				GROUP(req.Context())
				if err := g.Wait(); err != nil { w.WriteHeader(503) }
			})
		}`, of: "handler", has: []string{`on-error: "ok"`}},
		{name: "an argument", code: `func routes(mux *http.ServeMux) {
			mux.HandleFunc("/x", func(w http.ResponseWriter, req *http.Request) {
				GROUP(req.Context())
				_ = g.Wait()
			})
		}`, of: "routes", has: []string{`on-error: "ok"`}},
		{name: "an argument, of a method", code: `func (s *server) routes(mux *http.ServeMux) {
			mux.HandleFunc("/x", func(w http.ResponseWriter, req *http.Request) {
				GROUP(context.Background())
				_ = g.Wait()
			})
		}
		type server struct{}`, of: "routes", has: []string{`on-error: "ok"`}},
		{name: "a field", code: `func newCommand() *command {
			return &command{RunE: func(c *command, args []string) error {
				GROUP(c.Context())
				if err := g.Wait(); err != nil { return fmt.Errorf("run: %w", err) }
				return nil
			}}
		}
		type command struct{ RunE func(c *command, args []string) error }`, of: "newCommand", has: []string{`wrap: "run"`}},
		{name: "an assigned field", code: `func newCommand() *command {
			c := &command{}
			c.RunE = func(c *command, args []string) error {
				GROUP(context.Background())
				return g.Wait()
			}
			return c
		}
		type command struct{ RunE func(c *command, args []string) error }`, of: "newCommand"},
		{name: "a variable that other code gets", code: `func routes(mux *http.ServeMux) {
			show := func(w http.ResponseWriter, req *http.Request) {
				GROUP(req.Context())
				if g.Wait() != nil { log.Println("no page") }
			}
			mux.HandleFunc("/x", show)
		}`, of: "routes", has: []string{`on-error: "ok"`}},
		{name: "code in code", code: `func around(next http.Handler) func(http.Handler) http.Handler {
			return func(http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
					GROUP(req.Context())
					_ = g.Wait()
				})
			}
		}`, of: "around", has: []string{`on-error: "ok"`}},
		{name: "with what the code around it made", code: `func routes(ctx context.Context, mux *http.ServeMux) {
			ctx, cancel := context.WithTimeout(ctx, 7*time.Second)
			defer cancel()
			mux.HandleFunc("/x", func(w http.ResponseWriter, req *http.Request) {
				GROUP(ctx)
				_ = g.Wait()
			})
		}`, of: "routes", has: []string{"timeout: 7s"}},
		{name: "the first of two", code: `func routes(mux *http.ServeMux) {
			mux.HandleFunc("/x", func(w http.ResponseWriter, req *http.Request) {
				GROUP(req.Context())
				_ = g.Wait()
			})
			mux.HandleFunc("/y", func(w http.ResponseWriter, req *http.Request) {
				GROUP(req.Context())
				_ = g.Wait()
			})
		}`, of: "routes", has: []string{"# Not in the skeleton, of routes: x.go:26 errgroup.WithContext"}},
		{name: "a variable of the package", code: `var root = &command{RunE: func(c *command, args []string) error {
			GROUP(c.Context())
			return g.Wait()
		}}
		type command struct{ RunE func(c *command, args []string) error }`, of: "root"},
		{name: "a variable of the package, in a list", code: `var all, root = 1, []*command{{RunE: func(c *command, args []string) error {
			GROUP(c.Context())
			return g.Wait()
		}}}
		type command struct{ RunE func(c *command, args []string) error }`, of: "root"},
	} {
		t.Run(one.name, func(t *testing.T) {
			text := casesBefore + strings.NewReplacer("GROUP(req.Context())", strings.Replace(group, "%", "req.Context()", 1), "GROUP(c.Context())",
				strings.Replace(group, "%", "c.Context()", 1), "GROUP(context.Background())", strings.Replace(group, "%", "context.Background()", 1),
				"GROUP(ctx)", strings.Replace(group, "%", "ctx", 1)).Replace(one.code)
			for _, name := range []string{"", one.of} {
				s, err := read([]source{{"x.go", []byte(text)}}, name, io.Discard)
				if err != nil {
					t.Fatal(err)
				}
				file := scenario(s)
				for _, line := range append(one.has, "title: \""+one.of, "    fetch: \"------|\"") {
					if !strings.Contains(file, line) {
						t.Errorf("there is no %q in\n%s", line, file)
					}
				}
				if places := lost(t, []byte(text), s); len(places) > 0 {
					t.Errorf("neither said nor named: %v\n%s", places, file)
				}
				taken(t, file)
			}
		})
	}
}

// TestOwnGroupFirst reads the group of a function itself where a literal in it has one, too.
func TestOwnGroupFirst(t *testing.T) {
	text := casesBefore + `func run(ctx context.Context, mux *http.ServeMux) error {
	mux.HandleFunc("/x", func(w http.ResponseWriter, req *http.Request) {
		inner, ctx := errgroup.WithContext(req.Context())
		inner.Go(func() error { return check(ctx) })
		_ = inner.Wait()
	})
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return fetch(ctx) })
	return g.Wait()
}
`
	reads(t, text, []string{`fetch: "------|"`, "Not in the skeleton, of run: x.go:21 errgroup.WithContext"}, []string{"handed on", "check:"})
}

// TestCalledLiterals reads the function around a literal with a group where the files start or call that.
func TestCalledLiterals(t *testing.T) {
	for name, code := range map[string]string{
		"a goroutine": `
			served, checked := make(chan error, 1), make(chan error, 1)
			go func() { served <- serve(ctx) }()
			go func() {
				g, ctx := errgroup.WithContext(ctx)
				g.Go(func() error { return fetch(ctx) })
				checked <- g.Wait()
			}()
			select {
			case err := <-served:
				return err
			case err := <-checked:
				return err
			}`,
		"a function that starts it": `
			lead := func(ctx context.Context) error {
				g, ctx := errgroup.WithContext(ctx)
				g.Go(func() error { return fetch(ctx) })
				return g.Wait()
			}
			return hold(ctx, lead)
		}
		func hold(ctx context.Context, task func(context.Context) error) error {
			answer := make(chan error, 1)
			go func() { answer <- task(ctx) }()
			return <-answer`,
	} {
		t.Run(name, func(t *testing.T) {
			reads(t, casesBefore+"func run(ctx context.Context) error {"+code+"\n}\n", []string{"goroutines of no group", "fetch:"}, []string{"handed on"})
		})
	}
	reads(t, casesBefore+`func run(ctx context.Context) error {
	s := &server{}
	s.handle("/x", func(ctx context.Context) error {
		g, ctx := errgroup.WithContext(ctx)
		g.Go(func() error { return fetch(ctx) })
		return g.Wait()
	})
	return nil
}
type server struct{ all map[string]func(context.Context) error }
func (s *server) handle(path string, code func(context.Context) error) { s.all[path] = code }
`, []string{"# x.go:21: this code is handed on", "fetch:"}, nil)
}
