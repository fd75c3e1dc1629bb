// Command import reads a Go file that uses errgroup, and writes the skeleton of a scenario for cascade: its groups, tasks,
// limits, contexts and waits. Durations that the file doesn't say are guesses, each with a comment; so is everything that
// couldn't be read.
//
//	import [-func NAME] main.go > main.yaml
//
// It exits with 2 where the file isn't Go, or has no group.
package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"io"
	"os"
	"path/filepath"
)

// A source over this size isn't read.
const largest = 4 << 20

func main() {
	name := flag.String("func", "", "the `function` to read, where several have groups of their own")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: import [-func NAME] FILE.go")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	data, err := load(flag.Arg(0))
	if err == nil {
		var text string
		if text, err = convert(flag.Arg(0), data, *name, os.Stderr); err == nil {
			fmt.Print(text)
			return
		}
	}
	fmt.Fprintln(os.Stderr, clean(err.Error()))
	os.Exit(2)
}

func load(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, largest+1))
	if err != nil {
		return nil, err
	}
	if len(data) > largest {
		return nil, fmt.Errorf("%s:1:1: more than %d MiB", path, largest>>20)
	}
	return data, nil
}

// deepestSyntax is how many levels of syntax may lie in each other. Reading takes time with the square of it.
const deepestSyntax = 2000

// tooDeep is something that lies too deep; nil where there is nothing.
func tooDeep(file *ast.File) (deep ast.Node) {
	depth := 0
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			depth--
			return true
		}
		if deep != nil {
			return false
		}
		if depth == deepestSyntax {
			deep = n
			return false
		}
		depth++
		return true
	})
	return deep
}

// convert is the whole of it: from the text of a Go file to that of a scenario. What else could be read goes to notes.
func convert(path string, data []byte, name string, notes io.Writer) (text string, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("%s:1:1: this file can't be read: %v", path, fault)
		}
	}()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, data, parser.ParseComments)
	if err != nil {
		if list, ok := err.(scanner.ErrorList); ok && len(list) > 1 {
			return "", fmt.Errorf("%w", list[0])
		}
		return "", err
	}
	if deep := tooDeep(file); deep != nil {
		return "", fmt.Errorf("%s: this is nested too deep to be read", files.Position(deep.Pos()))
	}
	r := newReader(files, file, filepath.Base(path))
	stories := r.stories()
	if len(stories) == 0 {
		if makes, _ := r.makesGroup(file); makes {
			return "", fmt.Errorf("%s: a group is made here, but no task is handed to one in this file", files.Position(file.Name.Pos()))
		}
		return "", fmt.Errorf("%s: no group is made here with golang.org/x/sync/errgroup or sync.WaitGroup",
			files.Position(file.Name.Pos()))
	}
	chosen := stories[0]
	if name != "" {
		chosen = nil
		for _, story := range stories {
			if story.name == name {
				chosen = story
			}
		}
		if chosen == nil {
			return "", fmt.Errorf("%s: no function %s with a group of its own", files.Position(file.Name.Pos()), name)
		}
	}
	for _, story := range stories {
		if story != chosen && !story.isCalled {
			fmt.Fprintf(notes, "%s: %s has a group, too: -func %s\n", clean(files.Position(story.pos).String()), story.name,
				story.name)
		}
	}
	return scenario(chosen), nil
}
