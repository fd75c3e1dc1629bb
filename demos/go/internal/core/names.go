package core

import (
	"path/filepath"
	"runtime"
	"strconv"
	"unsafe"
)

// names remembers which functions were given a name, the last few hundred of them: mostly they are spawned at once.
type names struct {
	known map[unsafe.Pointer]string
	order []unsafe.Pointer
	next  int
}

const remembered = 512

// NameTask is a function that does the same as f, and whose task has a name.
func (r *Run) NameTask(name string, f func() error) func() error {
	named := func() error { return f() }
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.isOver.Load() {
		return f
	}
	r.names.add(closure(named), cut(name, mostName))
	return named
}

func (n *names) add(function unsafe.Pointer, name string) {
	if n.known == nil {
		n.known = map[unsafe.Pointer]string{}
	}
	if len(n.order) < remembered {
		n.order = append(n.order, function)
	} else {
		delete(n.known, n.order[n.next])
		n.order[n.next] = function
		n.next = (n.next + 1) % remembered
	}
	n.known[function] = name
}

func (n *names) of(f func() error) string {
	if n.known == nil || f == nil {
		return ""
	}
	return n.known[closure(f)]
}

// closure tells one closure from another of the same code. A function value is a pointer to its closure, which stays
// where it is; the map keeps it alive, so that no other gets its address.
func closure(f func() error) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&f)) }

// goroutine is the number of this goroutine. Go has no other way to ask for it than the first line of its stack.
func goroutine() int64 {
	var buffer [40]byte
	const prefix = len("goroutine ")
	number := int64(0)
	for _, c := range buffer[prefix:max(prefix, runtime.Stack(buffer[:], false))] {
		if c < '0' || c > '9' {
			break
		}
		number = number*10 + int64(c-'0')
	}
	return number
}

// Location is where the program called the function that called the caller of this one: folder/file.go:12.
func Location() string {
	_, file, number, ok := runtime.Caller(2)
	if !ok {
		return ""
	}
	return filepath.Base(filepath.Dir(file)) + "/" + filepath.Base(file) + ":" + strconv.Itoa(number)
}
