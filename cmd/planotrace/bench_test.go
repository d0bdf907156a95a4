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
	p := pipeline{analyzer: analyzer, write: writeJSON, maxSize: defaultMaxSize * bytesPerMiB}
	b.SetBytes(int64(len(lines)))
	b.ReportAllocs()
	for b.Loop() {
		bad := 0
		err := p.run(bytes.NewReader(lines), io.Discard, func(b *block) { bad += len(b.bad) })
		if err != nil || bad > 0 {
			b.Fatal(err, bad)
		}
	}
}
