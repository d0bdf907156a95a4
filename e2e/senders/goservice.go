package senders

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"sync"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// A goService answers requests with spans of the SDK for Go.
type goService struct {
	mu        sync.Mutex
	providers map[string]*sdktrace.TracerProvider
}

var traceContext propagation.TraceContext

func (s *goService) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	reply, err := s.serve(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	// A client that has gone needs no answer.
	_, _ = w.Write(reply)
}

func (s *goService) serve(r *http.Request) ([]byte, error) {
	var body request
	decoder := json.NewDecoder(r.Body)
	decoder.UseNumber()
	if err := decoder.Decode(&body); err != nil {
		return nil, err
	}
	ctx := traceContext.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
	provider, err := s.provider(ctx, body)
	if err != nil {
		return nil, err
	}
	a := answer{Spans: map[string]string{}}
	if err := write(ctx, provider.Tracer("e2e"), body.Span, &a); err != nil {
		return nil, err
	}
	if err := provider.ForceFlush(ctx); err != nil {
		return nil, err
	}
	return json.Marshal(a)
}

func (s *goService) provider(ctx context.Context, body request) (*sdktrace.TracerProvider, error) {
	key := fmt.Sprint(body.Service, body.Exporter)
	s.mu.Lock()
	defer s.mu.Unlock()
	if provider, ok := s.providers[key]; ok {
		return provider, nil
	}
	spans, err := newExporter(ctx, body.Exporter)
	if err != nil {
		return nil, err
	}
	provider := sdktrace.NewTracerProvider(
		sdktrace.WithBatcher(spans),
		sdktrace.WithResource(resource.NewSchemaless(attribute.String("service.name", body.Service))),
	)
	s.providers[key] = provider
	return provider, nil
}

// close ends every provider, and with it its exporter.
func (s *goService) close(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, provider := range s.providers {
		errs = append(errs, provider.Shutdown(ctx))
	}
	return errors.Join(errs...)
}

func newExporter(ctx context.Context, e exporter) (*otlptrace.Exporter, error) {
	switch e.Protocol {
	case protocolGRPC:
		return otlptracegrpc.New(ctx, otlptracegrpc.WithEndpoint(e.Endpoint), otlptracegrpc.WithInsecure(),
			otlptracegrpc.WithHeaders(e.Headers))
	case protocolProtobuf:
		return otlptracehttp.New(ctx, otlptracehttp.WithEndpoint(e.Endpoint), otlptracehttp.WithInsecure(),
			otlptracehttp.WithHeaders(e.Headers))
	default:
		return nil, fmt.Errorf("unknown protocol: %s", e.Protocol)
	}
}

var kinds = map[string]trace.SpanKind{"server": trace.SpanKindServer, "client": trace.SpanKindClient}

// write writes a span and what is below it; the answer gets their ids.
func write(ctx context.Context, tracer trace.Tracer, s span, a *answer) error {
	var attributes []attribute.KeyValue
	for key, value := range s.Attributes {
		kv, err := keyValue(key, value)
		if err != nil {
			return err
		}
		attributes = append(attributes, kv)
	}
	ctx, active := tracer.Start(ctx, s.Name, trace.WithSpanKind(kinds[s.Kind]), trace.WithAttributes(attributes...))
	defer active.End()
	a.Trace = active.SpanContext().TraceID().String()
	a.Spans[s.Name] = active.SpanContext().SpanID().String()
	for _, child := range s.Children {
		if err := write(ctx, tracer, child, a); err != nil {
			return err
		}
	}
	if s.Call == nil {
		return nil
	}
	headers := http.Header{}
	traceContext.Inject(ctx, propagation.HeaderCarrier(headers))
	called, err := post(ctx, s.Call.URL, s.Call.Request, headers)
	maps.Copy(a.Spans, called.Spans)
	return err
}

func keyValue(key string, value any) (attribute.KeyValue, error) {
	switch v := value.(type) {
	case string:
		return attribute.String(key, v), nil
	case bool:
		return attribute.Bool(key, v), nil
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return attribute.Int64(key, n), nil
		}
		f, err := v.Float64()
		return attribute.Float64(key, f), err
	case []any:
		var texts []string
		for _, each := range v {
			texts = append(texts, fmt.Sprint(each))
		}
		return attribute.StringSlice(key, texts), nil
	default:
		return attribute.KeyValue{}, fmt.Errorf("%s: no attribute can be made of %T", key, value)
	}
}
