package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestSignalCause asks Go itself for the cause that a signal gives.
func TestSignalCause(t *testing.T) {
	folder := t.TempDir()
	program := `package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	syscall.Kill(os.Getpid(), syscall.SIGINT)
	<-ctx.Done()
	fmt.Print(context.Cause(ctx))
}
`
	file := filepath.Join(folder, "main.go")
	if err := os.WriteFile(file, []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("go", "run", file)
	command.Env = append(os.Environ(), "GOFLAGS=", "GO111MODULE=off")
	output, err := command.Output()
	if err != nil {
		t.Skip("go can't run a program here: ", err)
	}
	expected := signalCause()
	if expected == "" {
		expected = "context canceled"
	}
	if string(output) != expected {
		t.Errorf("Go says %q, and a skeleton %q", output, expected)
	}
}

// TestReturnedFunction has its group in a function that another gives back.
func TestReturnedFunction(t *testing.T) {
	source := casesBefore + `
func lister(n int) func(context.Context) error {
	return func(ctx context.Context) error {
		g, ctx := errgroup.WithContext(ctx)
		for i := 0; i < 3; i++ { g.Go(func() error { return list(ctx, i) }) }
		return g.Wait()
	}
}
`
	text, err := convert("case.go", []byte(source), "", io.Discard)
	if err != nil || !strings.Contains(text, "    list:\n      count: 3\n") || !isNearWait(text) {
		t.Error(text, err)
	}
}

// TestEndOfTheProcess has a caller that ends the process where Wait returns an error.
func TestEndOfTheProcess(t *testing.T) {
	for call, wanted := range map[string]string{
		"log.Fatal(err)":                    `on-error: "exit"`,
		"log.Fatalf(\"serve: %v\", err)":    `on-error: "exit serve"`,
		"log.Fatalf(\"%d: %v\", 1, err)":    `on-error: "exit"`,
		"log.Println(err); os.Exit(2)":      `on-error: "exit 2"`,
		"os.Exit(0)":                        `on-error: "exit 0"`,
		"os.Exit(statusOf(err))":            `on-error: "exit 1"`,
		"logger.Fatalw(\"no\", \"e\", err)": `on-error: "exit"`,
	} {
		source := casesBefore + "\nfunc main() {\n\tg, ctx := errgroup.WithContext(context.Background())\n" +
			"\tg.Go(func() error { return fetch(ctx) })\n\tif err := g.Wait(); err != nil { " + call + " }\n}\n"
		text, err := convert("case.go", []byte(source), "main", io.Discard)
		if err != nil || !strings.Contains(text, "  "+wanted+"\n") {
			t.Errorf("%s: %v\n%s", call, err, text)
		}
	}
	source := casesBefore + "\nfunc main() {\n\tg, ctx := errgroup.WithContext(context.Background())\n" +
		"\tg.Go(func() error { return fetch(ctx) })\n\tif err := g.Wait(); err != nil && err != http.ErrServerClosed { log.Fatal(err) }\n}\n"
	text, err := convert("case.go", []byte(source), "main", io.Discard)
	if err != nil || !strings.Contains(text, `on-error: { ok: ["http: Server closed"], else: "exit" }`) {
		t.Error(text, err)
	}
}
