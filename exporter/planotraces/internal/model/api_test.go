package model_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

func TestValueText(t *testing.T) {
	double := func(f float64) model.Value { return model.Value{Type: model.Double, Bits: math.Float64bits(f)} }
	minusOne := int64(-1)
	for want, v := range map[string]model.Value{
		"":          {},
		"text":      {Type: model.String, Text: "text"},
		"-1":        {Type: model.Int, Bits: uint64(minusOne)},
		"200":       {Type: model.Int, Bits: 200},
		"0.1":       double(0.1),
		"3":         double(3),
		"1e+21":     double(1e21),
		"NaN":       double(math.NaN()),
		"true":      {Type: model.Bool, Bits: 1},
		"false":     {Type: model.Bool},
		"AAH/":      {Type: model.Bytes, Text: "\x00\x01\xff"},
		`["<a>"]`:   {Type: model.Structured, Text: "\x2a\x07\x0a\x05\x0a\x03<a>"},
		`{"k":"v"}`: {Type: model.Structured, Text: "\x32\x0a\x0a\x08\x0a\x01k\x12\x03\x0a\x01v"},
	} {
		assert.Equal(t, want, v.ValueText())
		assert.Equal(t, "x"+want, string(v.AppendText([]byte("x"))))
	}
}

func TestToAPI(t *testing.T) {
	five, text := "5", "x"
	s := &model.Span{
		TraceID: model.TraceID{1}, SpanID: model.SpanID{2}, ParentID: model.SpanID{3}, Name: "n", Kind: 3, Start: 1, End: 2,
		StatusCode: 2, StatusMessage: "bad", TraceState: "a=b",
		Resource:   &model.Resource{Service: "shop", Attributes: []model.Attribute{{Key: "r", Value: model.Value{Type: model.Int, Bits: 5}}}},
		Scope:      &model.Scope{Name: "lib", Version: "1"},
		Attributes: []model.Attribute{{Key: "k", Value: model.Value{Type: model.String, Text: text}}},
		Events:     []model.Event{{Name: "e", Time: 9}},
		Links:      []model.Link{{TraceID: model.TraceID{4}, SpanID: model.SpanID{5}}},
	}

	assert.Equal(t, traceapi.Span{
		TraceID: "01000000000000000000000000000000", SpanID: "0200000000000000", ParentSpanID: "0300000000000000", Name: "n",
		Start: 1, End: 2, Service: "shop", SpanKind: "client", StatusCode: "error", StatusMessage: "bad", TraceState: "a=b",
		Attributes: []traceapi.Attribute{{Key: "k", Value: traceapi.Value{String: &text}}},
		Scope:      "lib", ScopeVersion: "1", Resource: []traceapi.Attribute{{Key: "r", Value: traceapi.Value{Int: &five}}},
		Events: []traceapi.Event{{Name: "e", Time: 9, Attributes: []traceapi.Attribute{}}},
		Links:  []traceapi.Link{{TraceID: "04000000000000000000000000000000", SpanID: "0500000000000000", Attributes: []traceapi.Attribute{}}},
	}, model.ToAPI(s))
}

func TestAnEmptySpanHasAListOfNoAttributes(t *testing.T) {
	data, err := json.Marshal(model.ToAPI(&model.Span{Kind: 77, StatusCode: 9}))
	require.NoError(t, err)
	assert.Contains(t, string(data), `"attributes":[]`)
	assert.NotContains(t, string(data), "parentSpanId")
	assert.NotContains(t, string(data), "spanKind")
}
