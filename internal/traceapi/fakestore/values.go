package fakestore

import (
	"strconv"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

func text(key, value string) traceapi.Attribute {
	return traceapi.Attribute{Key: key, Value: traceapi.Value{String: &value}}
}

func number(key string, value int64) traceapi.Attribute {
	shown := strconv.FormatInt(value, 10)
	return traceapi.Attribute{Key: key, Value: traceapi.Value{Int: &shown}}
}

func double(key string, value float64) traceapi.Attribute {
	shown := strconv.FormatFloat(value, 'g', -1, 64)
	return traceapi.Attribute{Key: key, Value: traceapi.Value{Double: &shown}}
}

func yes(key string, value bool) traceapi.Attribute {
	shown := strconv.FormatBool(value)
	return traceapi.Attribute{Key: key, Value: traceapi.Value{Bool: &shown}}
}
