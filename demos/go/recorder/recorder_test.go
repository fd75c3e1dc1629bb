package recorder_test

import (
	"bytes"
	stdcontext "context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	stderrgroup "golang.org/x/sync/errgroup"

	"cascade.example/go/context"
	"cascade.example/go/errgroup"
	"cascade.example/go/internal/compare"
	"cascade.example/go/internal/line"
	"cascade.example/go/recorder"
)

// The types are the standard library's own, and groups can be converted.
var (
	_ func(stdcontext.Context) (stdcontext.Context, stdcontext.CancelFunc)      = context.WithCancel
	_ func(stdcontext.Context) (stdcontext.Context, stdcontext.CancelCauseFunc) = context.WithCancelCause
	_ *stderrgroup.Group                                                        = (*stderrgroup.Group)(&errgroup.Group{})
)

// recorded runs f with the recorder on, in virtual time, and returns its events, which break no law.
func recorded(t *testing.T, f func()) []compare.Event {
	t.Helper()
	var output bytes.Buffer
	synctest.Test(t, func(t *testing.T) {
		stop := recorder.To(&output)
		f()
		synctest.Wait()
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return read(t, output.Bytes())
}

func read(t *testing.T, lines []byte) []compare.Event {
	t.Helper()
	events, err := compare.Read(lines)
	if err != nil {
		t.Fatal(err)
	}
	for _, broken := range compare.Laws(events) {
		t.Error(broken)
	}
	return events
}

func kinds(events []compare.Event) string {
	var words []string
	for _, event := range events {
		words = append(words, strings.TrimSpace(event.Kind+" "+event.ID))
	}
	return strings.Join(words, "\n")
}

func find(t *testing.T, events []compare.Event, kind, id string) compare.Event {
	t.Helper()
	for _, event := range events {
		if event.Kind == kind && event.ID == id {
			return event
		}
	}
	t.Fatalf("no %s %s in:\n%s", kind, id, kinds(events))
	return compare.Event{}
}

func TestSameNames(t *testing.T) {
	sync, err := exec.Command("go", "list", "-f", "{{.Dir}}", "golang.org/x/sync/errgroup").Output()
	if err != nil {
		t.Fatal(err)
	}
	for mine, theirs := range map[string]string{
		"../context":  filepath.Join(runtime.GOROOT(), "src", "context"),
		"../errgroup": strings.TrimSpace(string(sync)),
	} {
		here, there := exported(t, mine), exported(t, theirs)
		if len(there) == 0 {
			t.Errorf("%s: no sources", theirs)
		}
		for name := range there {
			if !here[name] {
				t.Errorf("%s has no %s", mine, name)
			}
		}
		for name := range here {
			if !there[name] {
				t.Errorf("%s has %s, which isn't in the original", mine, name)
			}
		}
	}
}

// exported are the names of a package, and of its types' methods.
func exported(t *testing.T, folder string) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	files, _ := filepath.Glob(filepath.Join(folder, "*.go"))
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			switch d := declaration.(type) {
			case *ast.FuncDecl:
				receiver := ""
				if d.Recv != nil {
					star, ok := d.Recv.List[0].Type.(*ast.StarExpr)
					if !ok {
						continue
					}
					base, ok := star.X.(*ast.Ident)
					if !ok || !base.IsExported() {
						continue
					}
					receiver = base.Name + "."
				}
				if d.Name.IsExported() {
					names[receiver+d.Name.Name] = true
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch s := spec.(type) {
					case *ast.TypeSpec:
						if s.Name.IsExported() {
							names[s.Name.Name] = true
						}
					case *ast.ValueSpec:
						for _, name := range s.Names {
							if name.IsExported() {
								names[name.Name] = true
							}
						}
					}
				}
			}
		}
	}
	return names
}

func TestContextsLookAlike(t *testing.T) {
	plain, cancel := stdcontext.WithTimeout(stdcontext.WithValue(stdcontext.Background(), "key", "value"), time.Hour)
	defer cancel()
	recorded(t, func() {
		ctx, cancel := context.WithTimeout(context.WithValue(context.Background(), "key", "value"), time.Hour)
		defer cancel()
		cut := func(ctx stdcontext.Context) string { return strings.SplitN(fmt.Sprint(ctx), ".WithDeadline", 2)[0] }
		if cut(ctx) != cut(plain) {
			t.Errorf("%v isn't %v", ctx, plain)
		}
		if ctx.Value("key") != "value" {
			t.Error("no value")
		}
	})
}

func TestLimitStandsInTheOpening(t *testing.T) {
	events := recorded(t, func() {
		g, _ := errgroup.WithContext(context.Background())
		g.SetLimit(1)
		for range 3 {
			g.Go(func() error { time.Sleep(time.Second); return nil })
		}
		if g.TryGo(func() error { return nil }) {
			t.Error("there was no slot")
		}
		g.Wait()
	})
	if options := find(t, events, line.GroupOpened, "root").Fields[line.Options]; options != "[limit(1)]" {
		t.Error(options)
	}
	find(t, events, line.TaskQueued, "root/1")
	if why := find(t, events, line.TaskRefused, "root/3").Fields[line.Why]; why != "the limit of 1 is reached" {
		t.Error(why)
	}
}

func TestForeignContexts(t *testing.T) {
	events := recorded(t, func() {
		outside, cancel := stdcontext.WithCancelCause(stdcontext.Background())
		request, release := context.WithCancel(outside)
		defer release()
		// A library that knows nothing of this in between.
		between, done := stdcontext.WithCancel(request)
		defer done()
		g, ctx := errgroup.WithContext(between)
		g.Go(recorder.Named("serve", func() error { <-ctx.Done(); return ctx.Err() }))
		time.AfterFunc(time.Second, func() { cancel(errors.New("SIGTERM")) })
		g.Wait()
	})
	told := find(t, events, line.TaskTold, "root/serve")
	if told.Fields[line.Cause] != "SIGTERM" || told.Fields[line.Origin] != "cancel" || told.T != int64(time.Second) {
		t.Error(told)
	}
	if outcome := find(t, events, line.TaskOut, "root/serve").Fields[line.Outcome]; outcome != line.Cancelled {
		t.Error(outcome)
	}
}

func TestWrappedErrorIsPassedOn(t *testing.T) {
	events := recorded(t, func() {
		g, ctx := errgroup.WithContext(context.Background())
		g.Go(recorder.Named("page", func() error {
			inner, _ := errgroup.WithContext(ctx)
			inner.Go(recorder.Named("query", func() error { return errors.New("no route") }))
			return fmt.Errorf("page: %w", inner.Wait())
		}))
		g.Wait()
	})
	out := find(t, events, line.TaskOut, "root/page")
	if out.Fields[line.Outcome] != line.Propagated || out.Fields[line.Through] != "root/page/group" {
		t.Error(out)
	}
}

type uncomparable []string

func (e uncomparable) Error() string { return strings.Join(e, ", ") }

type rude struct{}

func (*rude) Error() string { panic("no text") }

func TestOddErrors(t *testing.T) {
	for _, odd := range []error{uncomparable{"a", "b"}, (*rude)(nil), errors.New("\x1b[31m\u202e\xff\"\\\n")} {
		recorded(t, func() {
			ctx, cancel := context.WithCancelCause(context.Background())
			defer cancel(odd)
			g, ctx := errgroup.WithContext(ctx)
			for range 2 {
				g.Go(func() error { return odd })
			}
			g.Go(func() error { <-ctx.Done(); return context.Cause(ctx) })
			g.Wait()
		})
	}
}

func TestGoexitIsOut(t *testing.T) {
	events := recorded(t, func() {
		g, _ := errgroup.WithContext(context.Background())
		g.Go(func() error { runtime.Goexit(); return nil })
		if err := g.Wait(); err != nil {
			t.Error(err)
		}
	})
	find(t, events, line.TaskOut, "root/0")
	find(t, events, line.GroupClosed, "root")
}

// TestStoppedInTheMiddle ends the recording while groups and contexts of it are in use.
func TestStoppedInTheMiddle(t *testing.T) {
	var output bytes.Buffer
	stop := recorder.To(&output)
	ctx, cancel := context.WithCancel(context.Background())
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2)
	g.Go(recorder.Named("before", func() error { <-ctx.Done(); return ctx.Err() }))
	stop()
	g.Go(func() error { <-ctx.Done(); return nil })
	cancel()
	if err := g.Wait(); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	read(t, output.Bytes())
}

// TestManyAtOnce does everything at the same time, in real time; the race detector has much to look at.
func TestManyAtOnce(t *testing.T) {
	var output bytes.Buffer
	stop := recorder.To(&output)
	var all sync.WaitGroup
	for n := range 40 {
		all.Go(func() {
			ctx, cancel := context.WithTimeoutCause(context.Background(), time.Duration(n)*time.Millisecond/4,
				errors.New("too slow"))
			defer cancel()
			g, ctx := errgroup.WithContext(ctx)
			g.SetLimit(3)
			for i := range 20 {
				g.Go(recorder.Named("work", func() error {
					after := context.AfterFunc(ctx, func() {})
					defer after()
					inner, inside := errgroup.WithContext(context.WithoutCancel(ctx))
					inner.Go(func() error {
						some, cancel := context.WithCancelCause(inside)
						defer cancel(nil)
						recorder.Log("here")
						if i%7 == n%7 {
							cancel(errors.New("enough"))
							return context.Cause(some)
						}
						return some.Err()
					})
					var bare errgroup.Group
					bare.TryGo(func() error { return ctx.Err() })
					if err := inner.Wait(); err != nil {
						bare.Wait()
						return err
					}
					return bare.Wait()
				}))
			}
			g.Wait()
		})
	}
	all.Wait()
	if err := stop(); err != nil {
		t.Error(err)
	}
	events := read(t, output.Bytes())
	balance := map[string]int{}
	for _, event := range events {
		balance[event.Kind]++
	}
	if balance[line.TaskStarted] != balance[line.TaskOut] || balance[line.GroupOpened] != balance[line.GroupClosed] {
		t.Error(balance)
	}
}

// What a program pays that has no recording.

func BenchmarkWithCancel(b *testing.B) {
	b.Run("original", func(b *testing.B) {
		for b.Loop() {
			_, cancel := stdcontext.WithCancel(stdcontext.Background())
			cancel()
		}
	})
	b.Run("off", func(b *testing.B) {
		for b.Loop() {
			_, cancel := context.WithCancel(context.Background())
			cancel()
		}
	})
	b.Run("on", func(b *testing.B) {
		defer recorder.To(discard{})()
		for b.Loop() {
			_, cancel := context.WithCancel(context.Background())
			cancel()
		}
	})
}

func BenchmarkGroupOf3(b *testing.B) {
	f := func() error { return nil }
	b.Run("original", func(b *testing.B) {
		for b.Loop() {
			g, _ := stderrgroup.WithContext(stdcontext.Background())
			g.Go(f)
			g.Go(f)
			g.Go(f)
			g.Wait()
		}
	})
	work := func(b *testing.B) {
		for b.Loop() {
			g, _ := errgroup.WithContext(context.Background())
			g.Go(f)
			g.Go(f)
			g.Go(f)
			g.Wait()
		}
	}
	b.Run("off", work)
	b.Run("on", func(b *testing.B) {
		defer recorder.To(discard{})()
		work(b)
	})
}

func BenchmarkNamed(b *testing.B) {
	f := func() error { return nil }
	for b.Loop() {
		f = recorder.Named("name", f)
	}
}

type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }
