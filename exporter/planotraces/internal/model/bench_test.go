package model_test

import (
	"testing"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/samplespans"
)

func BenchmarkFromTraces(b *testing.B) {
	const spans = 512
	traces := model.ToTraces(samplespans.New(1).Next(spans))
	b.ReportAllocs()
	for b.Loop() {
		model.FromTraces(traces, func(ptrace.Span, pcommon.Resource, *model.Span) {})
	}
	b.ReportMetric(spans*float64(b.N)/b.Elapsed().Seconds(), "spans/s")
}
