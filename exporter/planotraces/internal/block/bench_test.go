package block

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/samplespans"
)

const benchSpans = 4096

func BenchmarkEncode(b *testing.B) {
	spans := plainSpans(benchSpans)
	size := 0
	b.ReportAllocs()
	for b.Loop() {
		data, err := Encode(spans)
		require.NoError(b, err)
		size = len(data)
	}
	b.ReportMetric(float64(size)/benchSpans, "B/span")
	b.ReportMetric(benchSpans*float64(b.N)/b.Elapsed().Seconds(), "spans/s")
}

func BenchmarkBuildFilter(b *testing.B) {
	spans := plainSpans(benchSpans)
	size := 0
	b.ReportAllocs()
	for b.Loop() {
		size = len(BuildFilter(spans))
	}
	b.ReportMetric(float64(size)/benchSpans, "B/span")
	b.ReportMetric(benchSpans*float64(b.N)/b.Elapsed().Seconds(), "spans/s")
}

func BenchmarkOpen(b *testing.B) {
	data, err := Encode(plainSpans(benchSpans))
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		_, err := Open(data)
		require.NoError(b, err)
	}
}

// BenchmarkRowsWhere opens the block each time.
func BenchmarkRowsWhere(b *testing.B) {
	spans := plainSpans(benchSpans)
	data, err := Encode(spans)
	require.NoError(b, err)
	for _, key := range []string{samplespans.KeyRare, samplespans.KeyMedium, samplespans.KeyFrequent, "gen_ai.request.model", "url.full"} {
		value := ""
		for _, a := range spans[benchSpans/2].Attributes {
			if a.Key == key {
				value = a.Value.ValueText()
			}
		}
		b.Run(key, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				opened, err := Open(data)
				require.NoError(b, err)
				rows, err := opened.RowsWhere(key, value)
				require.NoError(b, err)
				require.NotEmpty(b, rows)
			}
		})
	}
}

func BenchmarkSpans(b *testing.B) {
	data, err := Encode(plainSpans(benchSpans))
	require.NoError(b, err)
	for name, rows := range map[string][]int{"all": nil, "ten": {2000, 2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008, 2009}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				opened, err := Open(data)
				require.NoError(b, err)
				_, err = opened.Spans(rows)
				require.NoError(b, err)
			}
		})
	}
}
