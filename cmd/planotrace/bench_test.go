package main

import (
	"bytes"
	"io"
	"os"
	"testing"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// BenchmarkAnalyze counts the bytes of the file; run it with -cpu 1 for the figure of one core.
func BenchmarkAnalyze(b *testing.B) {
	path := os.Getenv("TRAJECTORIES")
	if path == "" {
		path = "../../signals/testdata/trajectories.sample.jsonl"
	}
	lines, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	analyzer, err := signals.New(signals.DefaultConfig())
	if err != nil {
		b.Fatal(err)
	}
	p := pipeline{analyzer: analyzer, write: writeJSON}
	b.SetBytes(int64(len(lines)))
	b.ReportAllocs()
	for b.Loop() {
		err := p.run(bytes.NewReader(lines), io.Discard, func(line int, err error) { b.Errorf("line %d: %v", line, err) })
		if err != nil {
			b.Fatal(err)
		}
	}
}
