// Command import reads Go files that use errgroup, and writes the skeleton of a scenario for cascade: its groups, tasks,
// limits, contexts and waits. What the files don't say is a value to fill in, each with a comment; what couldn't be read is
// a comment with its line.
//
//	import [-func NAME] [-o FILE] FILE.go…|FOLDER
//
// It exits with 2 where a file isn't Go, or no group is made.
package main

import (
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A source over this size isn't read.
const largest = 4 << 20

func main() {
	name := flag.String("func", "", "the `function` to read, where several have groups of their own")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: import [-func NAME] FILE.go…|FOLDER")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	sources, err := collect(flag.Args())
	if err == nil {
		var text string
		if text, err = skeleton(sources, *name, os.Stderr); err == nil {
			fmt.Print(text)
			return
		}
	}
	var missing *fs.PathError
	if errors.As(err, &missing) {
		err = fmt.Errorf("%s: %w", missing.Path, missing.Err)
	}
	fmt.Fprintln(os.Stderr, clean(err.Error()))
	os.Exit(2)
}

// A source is a file's name and text.
type source struct {
	path string
	data []byte
}

// collect loads files, and those of folders but for tests.
func collect(paths []string) ([]source, error) {
	var sources []source
	add := func(path string) error {
		data, err := load(path)
		sources = append(sources, source{path, data})
		return err
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			if err := add(path); err != nil {
				return nil, err
			}
			continue
		}
		inside, _ := filepath.Glob(filepath.Join(escaped(path), "*.go"))
		found := false
		for _, file := range inside {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			if len(sources) == mostFiles {
				return nil, fmt.Errorf("%s: more than %d files", path, mostFiles)
			}
			found = true
			if err := add(file); err != nil {
				return nil, err
			}
		}
		if !found {
			return nil, fmt.Errorf("%s: no Go file in this folder", path)
		}
	}
	return sources, nil
}

// mostFiles is how many files are read.
const mostFiles = 1000

// escaped is a path as a pattern that matches only itself.
func escaped(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
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

// skeleton is the whole of it: from files of one package to the text of a scenario.
func skeleton(sources []source, name string, notes io.Writer) (string, error) {
	s, err := read(sources, name, notes)
	if err != nil {
		return "", err
	}
	return scenario(s), nil
}

// read finds the story in files of one package. What else could be read goes to notes.
func read(sources []source, name string, notes io.Writer) (found *story, err error) {
	at := sources[0].path
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("%s:1:1: this can't be read: %v", at, fault)
		}
	}()
	files := token.NewFileSet()
	var parsed []*ast.File
	byName := map[string]*ast.File{}
	for _, source := range sources {
		at = source.path
		file, err := parser.ParseFile(files, source.path, source.data, parser.ParseComments)
		if err != nil {
			if list, ok := err.(scanner.ErrorList); ok && len(list) > 1 {
				return nil, fmt.Errorf("%w", list[0])
			}
			return nil, err
		}
		if deep := tooDeep(file); deep != nil {
			return nil, fmt.Errorf("%s: this is nested too deep to be read", files.Position(deep.Pos()))
		}
		if len(parsed) > 0 && file.Name.Name != parsed[0].Name.Name {
			fmt.Fprintf(notes, "%s: left out, since it is of package %s, not %s\n", clean(files.Position(file.Name.Pos()).String()),
				file.Name.Name, parsed[0].Name.Name)
			continue
		}
		parsed = append(parsed, file)
		byName[source.path] = file
	}
	// What one file uses of another.
	ast.NewPackage(files, byName, nil, nil)
	r := newReader(files, parsed)
	r.wanted = name
	place := files.Position(parsed[0].Name.Pos())
	stories := r.stories()
	if len(stories) == 0 {
		for _, file := range parsed {
			switch makes, tasks := r.makesGroup(file); {
			case makes && tasks > 0:
				return nil, fmt.Errorf("%s: a group is made here, but none of its tasks can be read", place)
			case makes:
				return nil, fmt.Errorf("%s: a group is made here, but no task is handed to one in this code", place)
			}
		}
		return nil, fmt.Errorf("%s: no group is made here with golang.org/x/sync/errgroup or sync.WaitGroup", place)
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
			return nil, fmt.Errorf("%s: no function %s with a group of its own", place, name)
		}
	}
	for _, story := range stories {
		if story != chosen && !story.isCalled {
			fmt.Fprintf(notes, "%s: %s also has a group; to read it, pass --func %s\n", clean(files.Position(story.pos).String()), story.name,
				story.name)
		}
	}
	return chosen, nil
}
