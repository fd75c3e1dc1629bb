package main

import "testing"

// TestReceivers are calls of methods, of which the files have one of the name that sleeps for seven seconds. It is meant only where what
// it is called on is of its type, as far as the files say, or may be.
func TestReceivers(t *testing.T) {
	for _, one := range []struct {
		name, code, more string
		isOwn            bool
	}{
		{name: "a variable of its type", code: "p := &pipe{}\np.Close()", isOwn: true},
		{name: "a parameter of its type", code: "shut(nil)", more: "func shut(p *pipe) { p.Close() }", isOwn: true},
		{name: "what a constructor gives", code: "p := newPipe()\np.Close()", more: "func newPipe() *pipe { return nil }", isOwn: true},
		{name: "what a constructor gives first", code: "p, err := newPipe()\nif err != nil { return err }\np.Close()",
			more: "func newPipe() (*pipe, error) { return nil, nil }", isOwn: true},
		{name: "what a constructor gives second", code: "_, p := both()\np.Close()", more: "func both() (io.Closer, *pipe) { return nil, nil }", isOwn: true},
		{name: "what a constructor elsewhere gives, named after it", code: "p := openPipe()\np.Close()", isOwn: true},
		{name: "what a method gives", code: "s := &server{}\ns.open().Close()", more: "type server struct{}\nfunc (s *server) open() *pipe { return nil }", isOwn: true},
		{name: "a field of its type", code: "s := &server{}\ns.p.Close()", more: "type server struct{ p *pipe }", isOwn: true},
		{name: "a field of a field", code: "s := &server{}\ns.in.p.Close()", more: "type server struct{ in inner }\ntype inner struct{ p *pipe }", isOwn: true},
		{name: "a field of what is embedded", code: "s := &server{}\ns.p.Close()", more: "type server struct{ inner }\ntype inner struct{ p *pipe }", isOwn: true},
		{name: "what is embedded", code: "s := &server{}\ns.Close()", more: "type server struct{ *pipe }", isOwn: true},
		{name: "what is embedded, by its name", code: "s := &server{}\ns.pipe.Close()", more: "type server struct{ *pipe }", isOwn: true},
		{name: "each of a list", code: "var all []*pipe\nfor _, p := range all { p.Close() }", isOwn: true},
		{name: "one of a map", code: "all := map[string]*pipe{}\nall[\"a\"].Close()", isOwn: true},
		{name: "what comes through a channel", code: "all := make(chan *pipe)\np := <-all\np.Close()", isOwn: true},
		{name: "each that comes through a channel", code: "for p := range given { p.Close() }", more: "var given chan *pipe", isOwn: true},
		{name: "one of a pool", code: "p := pool.Get().(*pipe)\np.Close()", more: "var pool sync.Pool", isOwn: true},
		{name: "one that other code gives back", code: "p := sync.OnceValue(func() *pipe { return nil })()\np.Close()"},
		{name: "what another package makes of one", code: "p := sync.One(&pipe{})\np.Close()", isOwn: true},

		{name: "a response's body", code: "resp, err := http.Get(\"/\")\nif err != nil { return err }\nresp.Body.Close()"},
		{name: "the body of what a method of a field gives", code: "s := &server{}\nresp, err := s.client.Do(nil)\nif err != nil { return err }\nresp.Body.Close()",
			more: "type server struct{ client *http.Client }"},
		{name: "the body of what something unknown gives", code: "resp, err := client.Do(nil)\nif err != nil { return err }\nresp.Body.Close()"},
		{name: "the body of what a function gives", code: "resp, err := get()\nif err != nil { return err }\nresp.Body.Close()",
			more: "func get() (*http.Response, error) { return nil, nil }"},
		{name: "rows of a database", code: "s := &server{}\nrows, err := s.db.Query(\"\")\nif err != nil { return err }\nrows.Close()", more: "type server struct{ db *sql.DB }"},
		{name: "rows of a field of a type elsewhere", code: "serve(nil)", more: "func serve(s *server) { rows, _ := s.db.Query(\"\"); rows.Close() }"},
		{name: "a connection", code: "conn, err := net.Dial(\"tcp\", \"\")\nif err != nil { return err }\nconn.Close()"},
		{name: "a field of another package's type", code: "p := &pipe{}\np.conn.Close()"},
		{name: "a field of something unknown", code: "s := start()\ns.conn.Close()"},
		{name: "what a constructor elsewhere gives, named otherwise", code: "s := start()\ns.Close()"},
		{name: "each of a list of others", code: "var all []net.Conn\nfor _, c := range all { c.Close() }"},
		{name: "what comes of others through a channel", code: "for c := range given { c.Close() }", more: "var given chan net.Conn"},
		{name: "another type of the files", code: "s := &server{}\ns.Close()", more: "type server struct{}"},
		{name: "another type, which embeds one of another package", code: "s := &server{}\ns.Close()", more: "type server struct{ net.Conn }"},
		{name: "an interface's values in a list of its own", code: "p := &pipe{}\nfor _, one := range p.all { one.Close() }"},
	} {
		t.Run(one.name, func(t *testing.T) {
			text := casesBefore + one.more + `
type closer interface{ Close() error }
type pipe struct { conn net.Conn; all []closer }
func (p *pipe) Close() error { time.Sleep(7 * time.Second); return nil }
func run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := fetch(ctx); err != nil { return err }
		` + one.code + `
		return nil
	})
	return g.Wait()
}
`
			if has := []string{"busy: 7s"}; one.isOwn {
				reads(t, text, has, nil)
			} else {
				reads(t, text, nil, has)
			}
		})
	}
}
