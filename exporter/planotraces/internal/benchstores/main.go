// Command benchstores measures ways to keep spans in SQLite: rows with an index of their attributes, rows with their attributes as JSON,
// and blocks of columns with filters. All get the same spans of 12 attributes, in requests of 512, each of which is one transaction.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/samplespans"
)

// store is a way to keep spans.
type store interface {
	// append returns when the spans are committed.
	append(spans []*model.Span) error
	// trace returns the spans of a trace.
	trace(id model.TraceID) ([]*model.Span, error)
	// where returns the newest traces with a value, at most pageSize.
	where(key, value string) ([]model.TraceID, error)
}

const (
	requestSpans = 512
	pageSize     = 50
)

var stores = []struct {
	name string
	open func(conn *sqlite.Conn) (store, error)
}{
	{"rows, attributes indexed", openIndexed},
	{"rows, attributes as JSON", openDocuments},
	{"blocks of columns", openColumns},
}

func main() {
	spans := flag.Int("spans", 1_000_000, "how many spans, rounded up to whole blocks")
	flag.Parse()
	if err := run((*spans + blockSpans - 1) / blockSpans * blockSpans); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(spans int) (err error) {
	dir, err := os.MkdirTemp("", "benchstores")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	if _, err := fmt.Fprintln(w, "store\tspans/s\tCPU µs/span\tB/span\topen\ttrace p95\trare p95\tmedium p95\tfrequent p95\t"); err != nil {
		return err
	}
	for i, s := range stores {
		r, err := measure(filepath.Join(dir, fmt.Sprintf("%d.db", i)), s.open, spans)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if _, err := fmt.Fprintf(w, "%s\t%.0f\t%.1f\t%.0f\t%s\t%s\t%s\t%s\t%s\t\n", s.name, r.perSecond, r.cpu.Seconds()*1e6/float64(spans),
			float64(r.bytes)/float64(spans), round(r.open), round(r.trace), round(r.rare), round(r.medium), round(r.frequent)); err != nil {
			return err
		}
	}
	return w.Flush()
}

func round(d time.Duration) time.Duration {
	for _, digits := range []time.Duration{time.Second, time.Millisecond, time.Microsecond} {
		if d >= 10*digits {
			return d.Round(digits / 10)
		}
	}
	return d.Round(time.Microsecond)
}

// asked are values to ask for, with the traces that they came from.
type asked struct {
	trace                  model.TraceID
	rare, medium, frequent string
}

// sampleOf returns what to ask for of a span.
func sampleOf(s *model.Span) asked {
	a := asked{trace: s.TraceID}
	for i := range s.Attributes {
		switch s.Attributes[i].Key {
		case samplespans.KeyRare:
			a.rare = s.Attributes[i].Value.ValueText()
		case samplespans.KeyMedium:
			a.medium = s.Attributes[i].Value.ValueText()
		case samplespans.KeyFrequent:
			a.frequent = s.Attributes[i].Value.ValueText()
		}
	}
	return a
}
