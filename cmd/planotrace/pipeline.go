package main

import (
	"context"
	"errors"
	"io"
	"runtime"
	"sync"

	"golang.org/x/sync/semaphore"

	"github.com/otelcol-plano/otelcol-plano/internal/records"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// pipeline analyzes records on every core and writes the reports in the order of the records.
type pipeline struct {
	analyzer *signals.Analyzer
	write    func(to []byte, o origin, report *signals.Report, err error) []byte
	// maxSize is the longest record in bytes. It bounds what is in memory of a file, too.
	maxSize int
}

// block is a number of records on their way through the pipeline.
type block struct {
	records []records.Record
	size    int64
	output  []byte
	bad     []badRecord
	// spans counts those of traces, reports what was analyzed.
	spans, reports int
	done           chan struct{}
}

// badRecord is a record, by its number, that could not be read.
type badRecord struct {
	number int
	err    error
}

// run reads to the end of r; told learns of every block, in order, before its output is written.
func (p *pipeline) run(r io.Reader, w io.Writer, told func(*block)) error {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	workers := runtime.GOMAXPROCS(0)
	todo := make(chan *block, workers)
	ordered := make(chan *block, 2*workers)
	inMemory := semaphore.NewWeighted(int64(p.maxSize))
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			worker := newWorker(p)
			for b := range todo {
				worker.analyze(b)
				close(b.done)
			}
		})
	}
	var readErr error
	wait.Go(func() {
		defer close(ordered)
		defer close(todo)
		readErr = records.Read(r, p.maxSize, func(batch []records.Record) bool {
			b := newBlock(batch, p.maxSize)
			if inMemory.Acquire(ctx, b.size) != nil {
				return false
			}
			ordered <- b
			todo <- b
			return true
		})
	})
	var writeErr error
	for b := range ordered {
		<-b.done
		if writeErr == nil {
			told(b)
			if _, writeErr = w.Write(b.output); writeErr != nil {
				stop()
			}
		}
		inMemory.Release(b.size)
	}
	wait.Wait()
	return errors.Join(readErr, writeErr)
}

func newBlock(batch []records.Record, maxSize int) *block {
	b := &block{records: batch, done: make(chan struct{})}
	for i := range batch {
		b.size += int64(len(batch[i].Data))
	}
	b.size = min(b.size, int64(maxSize))
	return b
}
