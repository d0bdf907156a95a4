package main

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"sync"

	"github.com/otelcol-plano/otelcol-plano/signals"
	"github.com/otelcol-plano/otelcol-plano/signals/jsonl"
)

const (
	// blockSize is about how many bytes of lines a worker takes at a time.
	blockSize = 1 << 18
	// maxLine is the longest line that is read.
	maxLine = 1 << 30
)

var errLineTooLong = errors.New("a line is longer than 1 GiB")

// pipeline analyzes lines on every core and writes the reports in the order of the lines.
type pipeline struct {
	analyzer *signals.Analyzer
	write    func(to []byte, id string, report *signals.Report, err error) []byte
}

// block is a number of whole lines.
type block struct {
	lines     []byte
	firstLine int
	output    []byte
	bad       []badLine
	done      chan struct{}
}

type badLine struct {
	number int
	err    error
}

// run reads to the end of r; reportBad is told of every line that can't be read, in order.
func (p *pipeline) run(r io.Reader, w io.Writer, reportBad func(line int, err error)) error {
	workers := runtime.GOMAXPROCS(0)
	todo := make(chan *block, workers)
	ordered := make(chan *block, 2*workers)
	stop := make(chan struct{})
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for b := range todo {
				p.analyzeBlock(b)
				close(b.done)
			}
		})
	}
	var readErr error
	wait.Go(func() {
		defer close(ordered)
		defer close(todo)
		readErr = readBlocks(r, func(b *block) bool {
			select {
			case ordered <- b:
				todo <- b
				return true
			case <-stop:
				return false
			}
		})
	})
	var writeErr error
	for b := range ordered {
		<-b.done
		if writeErr != nil {
			continue
		}
		for _, bad := range b.bad {
			reportBad(bad.number, bad.err)
		}
		if _, writeErr = w.Write(b.output); writeErr != nil {
			close(stop)
		}
	}
	wait.Wait()
	return errors.Join(readErr, writeErr)
}

// readBlocks cuts a stream into blocks of whole lines until emit is false.
func readBlocks(r io.Reader, emit func(*block) bool) error {
	line := 1
	var rest []byte
	for {
		buffer := make([]byte, max(blockSize, 2*len(rest)))
		n := copy(buffer, rest)
		read, err := io.ReadFull(r, buffer[n:])
		buffer = buffer[:n+read]
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			return err
		}
		end := len(buffer)
		if !last {
			end = bytes.LastIndexByte(buffer, '\n') + 1
		}
		rest = buffer[end:]
		if len(rest) > maxLine {
			return errLineTooLong
		}
		if end > 0 {
			b := &block{lines: buffer[:end], firstLine: line, done: make(chan struct{})}
			line += bytes.Count(b.lines, []byte{'\n'})
			if !emit(b) {
				return nil
			}
		}
		if last {
			return nil
		}
	}
}

func (p *pipeline) analyzeBlock(b *block) {
	number := b.firstLine
	for line := range bytes.Lines(b.lines) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			c, err := jsonl.Parse(line)
			if err != nil {
				b.bad = append(b.bad, badLine{number, err})
				b.output = p.write(b.output, c.ID, nil, err)
			} else {
				report := p.analyzer.Analyze(c.Messages)
				b.output = p.write(b.output, c.ID, &report, nil)
			}
		}
		number++
	}
}
