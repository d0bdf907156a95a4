package server

import (
	"context"
	"encoding/json"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/planoquery"
)

// getTraces makes the call that Plano's CLI makes: a generic unary call of bytes, empty ones in.
func getTraces(ctx context.Context, t *testing.T, target string) ([]byte, error) {
	t.Helper()
	connection, err := grpc.NewClient(target, grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	defer func() { require.NoError(t, connection.Close()) }()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	var answer []byte
	err = connection.Invoke(ctx, "/plano.TraceQuery/GetTraces", &[]byte{}, &answer, grpc.ForceCodecV2(planoquery.Codec{}))
	return answer, err
}

type planoAnswer struct {
	Traces []traceapi.Trace `json:"traces"`
}

func TestGetTraces(t *testing.T) {
	s := serve(t, fake(), Options{})
	body, err := getTraces(t.Context(), t, s.host)
	require.NoError(t, err)
	assert.Less(t, len(body), 4<<20, "what a client of gRPC takes")
	var got planoAnswer
	require.NoError(t, json.Unmarshal(body, &got))
	list, err := fake().Traces(t.Context(), traceapi.Query{Limit: 1000})
	require.NoError(t, err)
	require.Greater(t, len(got.Traces), 50)
	at := 0
	for _, one := range got.Traces {
		for list.Traces[at].TraceID != one.TraceID {
			require.Greater(t, list.Traces[at].Spans, 1000, "only what is too large may be missing, newest first")
			at++
		}
		at++
	}
	assert.Contains(t, string(body[:400]), `"attributes":[{"key":"session.id","value":{"stringValue":`)
	assert.Contains(t, string(body), `{"intValue":"`)
	assert.NotContains(t, string(body), `"attributes":null`)
}

func TestGetTracesOfAnEmptyStore(t *testing.T) {
	s := serve(t, fakestore.Empty(started), Options{})
	body, err := getTraces(t.Context(), t, s.host)
	require.NoError(t, err)
	assert.JSONEq(t, `{"traces":[]}`, string(body))
}

var long = strings.Repeat("a", 5<<20)

// heavy has traces of which each would fill an answer.
type heavy struct{ traceapi.Store }

func (h heavy) Trace(ctx context.Context, id string) (traceapi.Trace, error) {
	trace, err := h.Store.Trace(ctx, id)
	trace.Spans = append(trace.Spans[:1:1], traceapi.Span{
		SpanID: "1", Attributes: []traceapi.Attribute{{Key: "gen_ai.input.messages", Value: traceapi.Value{String: &long}}},
	}, traceapi.Span{SpanID: "2"})
	return trace, err
}

func TestGetTracesCutsWhatIsTooLarge(t *testing.T) {
	s := serve(t, heavy{fake()}, Options{})
	body, err := getTraces(t.Context(), t, s.host)
	require.NoError(t, err)
	var got planoAnswer
	require.NoError(t, json.Unmarshal(body, &got))
	require.NotEmpty(t, got.Traces)
	require.Len(t, got.Traces[0].Spans, 3)
	assert.Len(t, *got.Traces[0].Spans[1].Attributes[0].Value.String, maxPlanoValue)
	assert.NotNil(t, got.Traces[0].Spans[2].Attributes)
}

func TestGetTracesNeedsTheToken(t *testing.T) {
	s := serve(t, fake(), Options{Token: secret})
	_, err := getTraces(t.Context(), t, s.host)
	assert.Equal(t, codes.Unauthenticated, status.Code(err))
	ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+secret)
	_, err = getTraces(ctx, t, s.host)
	require.NoError(t, err)
}

func TestGetTracesIsGuarded(t *testing.T) {
	s := serve(t, fake(), Options{})
	ctx := metadata.AppendToOutgoingContext(t.Context(), "origin", "https://evil.example")
	_, err := getTraces(ctx, t, s.host)
	assert.Equal(t, codes.PermissionDenied, status.Code(err))
}

func TestOtherServicesAreUnknown(t *testing.T) {
	s := serve(t, fake(), Options{})
	connection, err := grpc.NewClient(s.host, grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	defer func() { require.NoError(t, connection.Close()) }()
	var answer []byte
	err = connection.Invoke(t.Context(), "/plano.TraceQuery/Other", &[]byte{}, &answer, grpc.ForceCodecV2(planoquery.Codec{}))
	assert.Equal(t, codes.Unimplemented, status.Code(err))
	large := make([]byte, maxRequest+1)
	err = connection.Invoke(t.Context(), "/plano.TraceQuery/GetTraces", &large, &answer, grpc.ForceCodecV2(planoquery.Codec{}))
	assert.Equal(t, codes.ResourceExhausted, status.Code(err))
}

// TestGetTracesIsAnsweredInTime has what was collected until the time was over.
func TestGetTracesIsAnsweredInTime(t *testing.T) {
	s := serve(t, stuck{fake()}, Options{})
	s.tracesTime = 50 * time.Millisecond
	_, err := getTraces(t.Context(), t, s.host)
	assert.Equal(t, codes.Unavailable, status.Code(err))
	s = serve(t, slowing{fake(), new(atomic.Int32)}, Options{})
	s.tracesTime = 50 * time.Millisecond
	body, err := getTraces(t.Context(), t, s.host)
	require.NoError(t, err)
	var got planoAnswer
	require.NoError(t, json.Unmarshal(body, &got))
	assert.Len(t, got.Traces, 3)
}

// stuck never lists traces, slowing never reads more than three.
type (
	stuck   struct{ traceapi.Store }
	slowing struct {
		traceapi.Store
		read *atomic.Int32
	}
)

func (stuck) Traces(ctx context.Context, _ traceapi.Query) (traceapi.TracePage, error) {
	<-ctx.Done()
	return traceapi.TracePage{}, ctx.Err()
}

func (s slowing) Traces(ctx context.Context, query traceapi.Query) (traceapi.TracePage, error) {
	return s.Store.Traces(context.WithoutCancel(ctx), query)
}

func (s slowing) Trace(ctx context.Context, id string) (traceapi.Trace, error) {
	if s.read.Add(1) > 3 {
		<-ctx.Done()
		return traceapi.Trace{}, ctx.Err()
	}
	return s.Store.Trace(context.WithoutCancel(ctx), id)
}
