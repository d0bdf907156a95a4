package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// keptTimeout is how long spans may take to be kept, and a store to open.
const keptTimeout = 2 * time.Minute

// collector is the built distribution with a store of its own.
type collector struct {
	*harness.Collector
	folder string
	api    string // http://host:port
}

func newCollector(ctx context.Context) (*collector, error) {
	folder, err := os.MkdirTemp("", "bench-store")
	if err != nil {
		return nil, err
	}
	free, err := harness.FreeAddresses(ctx, 2)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	c, err := harness.NewCollector(ctx, harness.CollectorConfig{
		Files: []string{"bench/store/store.yaml"},
		Env:   []string{"BENCH_STORE=" + folder, "BENCH_PAGE=" + free[0], "BENCH_TRACE_QUERY=" + free[1]},
	})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return &collector{Collector: c, folder: folder, api: "http://" + free[0]}, nil
}

// remove ends the collector, where it still runs, and removes its folder.
func (c *collector) remove(err *error) {
	if c.Process != nil {
		_ = c.Kill() // has ended where all went well
	}
	*err = errors.Join(*err, os.RemoveAll(c.folder))
}

// startTimed starts the collector and waits until its API tells of as many spans. It returns how long that took.
func (c *collector) startTimed(ctx context.Context, spans int) (time.Duration, error) {
	begin := time.Now()
	// Not killed when the context ends: remove ends it.
	if err := c.Start(context.WithoutCancel(ctx)); err != nil {
		return 0, err
	}
	if err := c.waitFor(ctx, spans); err != nil {
		return 0, err
	}
	return time.Since(begin), nil
}

// stored is what the measurements need of the API's answer.
type stored struct {
	Spans   int    `json:"spans"`
	Lost    int    `json:"lost"`
	Problem string `json:"problem"`
}

// waitFor waits until the store has as many spans.
func (c *collector) waitFor(ctx context.Context, spans int) error {
	ctx, cancel := context.WithTimeout(ctx, keptTimeout)
	defer cancel()
	var s stored
	for {
		err := c.get(ctx, "/api/v1/status", nil, &s)
		switch {
		case err == nil && s.Lost > 0:
			return c.Failure("%d spans were lost: %s", s.Lost, s.Problem)
		case err == nil && s.Spans >= spans:
			return nil
		}
		select {
		case <-ctx.Done():
			return c.Failure("the store has %d of %d spans: %v", s.Spans, spans, errors.Join(err, ctx.Err()))
		case <-time.After(harness.PollInterval):
		}
	}
}

// get asks the API.
func (c *collector) get(ctx context.Context, path string, parameters url.Values, answer any) error {
	code, body, err := harness.Get(ctx, c.api+path+"?"+parameters.Encode())
	if err != nil {
		return err
	}
	if code != http.StatusOK {
		return fmt.Errorf("%s: HTTP %d: %.200s", path, code, body)
	}
	return json.Unmarshal(body, answer)
}

// diskBytes is the size of all files of the store.
func (c *collector) diskBytes() (total int64, err error) {
	err = filepath.WalkDir(c.folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total, err
}

// Where the header of a SQLite file says how large a page is, how many there are and how many of them are empty.
const (
	headerBytes   = 100
	atPageSize    = 16
	atPages       = 28
	atEmptyPages  = 36
	largestPage   = 1 << 16
	largestMarker = 1
)

// usedBytes is the size of the store's file once the collector has ended, without the pages that are empty.
func (c *collector) usedBytes() (int64, error) {
	file, err := os.Open(filepath.Join(c.folder, "traces.db"))
	if err != nil {
		return 0, err
	}
	defer func() { _ = file.Close() }()
	var header [headerBytes]byte
	if _, err := io.ReadFull(file, header[:]); err != nil {
		return 0, fmt.Errorf("header of the store's file: %w", err)
	}
	page := int64(binary.BigEndian.Uint16(header[atPageSize:]))
	if page == largestMarker {
		page = largestPage
	}
	pages := int64(binary.BigEndian.Uint32(header[atPages:])) - int64(binary.BigEndian.Uint32(header[atEmptyPages:]))
	return pages * page, nil
}

// read returns one of the collector's own metrics.
func (c *collector) read(ctx context.Context, metric string) (float64, error) {
	families, err := harness.ReadMetrics(ctx, c.Metrics)
	if err != nil {
		return 0, err
	}
	return families.Sum(metric), nil
}

const rss = "otelcol_process_memory_rss_bytes"

// memory is the highest RSS that was seen.
type memory struct {
	end     context.CancelFunc
	highest chan float64
}

// watchMemory looks at the collector's memory until it is stopped.
func (c *collector) watchMemory(ctx context.Context) memory {
	const interval = 250 * time.Millisecond
	ctx, end := context.WithCancel(ctx)
	m := memory{end: end, highest: make(chan float64, 1)}
	go func() {
		highest := 0.0
		for ctx.Err() == nil {
			if bytes, err := c.read(ctx, rss); err == nil {
				highest = max(highest, bytes)
			}
			select {
			case <-ctx.Done():
			case <-time.After(interval):
			}
		}
		m.highest <- highest
	}()
	return m
}

// stop returns the highest, in bytes.
func (m memory) stop() float64 {
	m.end()
	return <-m.highest
}
