package core

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"sync"
	"time"
)

const (
	// usualRoom is how many bytes may wait for the writer; as many may be with it.
	usualRoom = 8 << 20
	// longest is what a reader takes as one line.
	longest = 1 << 20
	// mostName is how many bytes a name has at most.
	mostName = 400

	endPatience   = 5 * time.Second
	crashPatience = time.Second
)

// A sink hands lines to the program's writer. The program never waits for that: a goroutine of its own writes, which is
// there only while there is something to write, so that one without an end isn't left in testing/synctest.
type sink struct {
	w    io.Writer
	room int

	mu        sync.Mutex
	waiting   []byte
	spare     []byte
	isWriting bool
	isLast    bool
	// unwritten is how many of the lines that were taken have come to nothing, or are on their way.
	unwritten int64
	err       error
}

// offer takes a line, if there is room for it.
func (s *sink) offer(line []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil || !s.isLast && len(s.waiting)+len(line) > s.room {
		return false
	}
	s.waiting = append(s.waiting, line...)
	s.unwritten++
	if !s.isWriting {
		s.isWriting = true
		go s.write()
	}
	return true
}

// makeRoom makes room for the last lines.
func (s *sink) makeRoom() {
	s.mu.Lock()
	s.isLast = true
	s.mu.Unlock()
}

func (s *sink) write() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.err == nil && len(s.waiting) > 0 {
		batch := s.waiting
		s.waiting = s.spare[:0]
		s.mu.Unlock()
		n, err := s.hand(batch)
		s.mu.Lock()
		if err == nil && n < len(batch) {
			err = io.ErrShortWrite
		}
		s.unwritten -= int64(bytes.Count(batch[:min(max(n, 0), len(batch))], []byte("\n")))
		s.err, s.spare = err, batch
	}
	s.isWriting = false
}

// hand calls the program's writer, whatever that does.
func (s *sink) hand(batch []byte) (n int, err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("the writer panics: %v", value)
		}
	}()
	return s.w.Write(batch)
}

// flush waits until all is written, but not for ever.
func (s *sink) flush(patience time.Duration) bool {
	isWriting := func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.isWriting
	}
	for range 100 {
		if !isWriting() {
			return true
		}
		runtime.Gosched()
	}
	for waited, pause := time.Duration(0), 50*time.Microsecond; waited < patience; pause = min(2*pause, 20*time.Millisecond) {
		if !isWriting() {
			return true
		}
		time.Sleep(pause)
		waited += pause
	}
	return !isWriting()
}

func (s *sink) state() (unwritten int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.unwritten, s.err
}

func (s *sink) isBroken() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err != nil
}
