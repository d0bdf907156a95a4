package block

import (
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/samplespans"
)

func plainSpans(n int, seed uint64) []*model.Span { return samplespans.New(seed).Next(n) }
