package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/mem"
	"google.golang.org/grpc/status"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

const (
	// maxTraces is what an answer of GetTraces may have: Plano's CLI takes the 4 MiB that gRPC takes by default, and shows nothing
	// where there is more.
	maxTraces = 4<<20 - 64<<10
	// tracesTime is how long it may take: Plano's CLI waits for 3 seconds.
	tracesTime = 2 * time.Second
	// maxPlanoValue is how long a text is in a trace that is too large as it is.
	maxPlanoValue = 512
	maxRequest    = 4 << 10
)

// newGRPC returns Plano's service. Its messages are bytes: the request is empty, the answer JSON.
func newGRPC(s *Server) *grpc.Server {
	service := grpc.NewServer(grpc.ForceServerCodecV2(rawCodec{}), grpc.MaxRecvMsgSize(maxRequest))
	service.RegisterService(&grpc.ServiceDesc{
		ServiceName: "plano.TraceQuery",
		HandlerType: (*any)(nil),
		Methods:     []grpc.MethodDesc{{MethodName: "GetTraces", Handler: s.getTraces}},
	}, s)
	return service
}

// getTraces answers with the newest traces, as many as there is room and time for.
func (s *Server) getTraces(_ any, ctx context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
	var request []byte
	if err := decode(&request); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, tracesTime)
	defer cancel()
	done, err := s.turn(ctx)
	if err != nil {
		return nil, status.Error(codes.ResourceExhausted, err.Error())
	}
	defer done()
	body, err := s.newestTraces(ctx)
	if err != nil {
		return nil, status.Error(codes.Unavailable, err.Error())
	}
	return body, nil
}

func (s *Server) newestTraces(ctx context.Context) ([]byte, error) {
	body := []byte(`{"traces":[`)
	query := traceapi.Query{Order: traceapi.OrderNewest}
	for {
		list, err := s.store.Traces(ctx, query)
		if err != nil && len(body) == len(`{"traces":[`) {
			return nil, err
		}
		for _, summary := range list.Traces {
			one, err := s.planoTrace(ctx, summary.TraceID)
			if errors.Is(err, traceapi.ErrNotFound) {
				continue // Retention was faster.
			}
			if err != nil || len(body)+len(one)+len(",]}") > maxTraces {
				return append(body, "]}"...), nil
			}
			if body[len(body)-1] != '[' {
				body = append(body, ',')
			}
			body = append(body, one...)
		}
		if query.Cursor = list.NextCursor; err != nil || query.Cursor == "" {
			return append(body, "]}"...), nil
		}
	}
}

// planoTrace returns a trace as JSON; of one that would fill an answer alone the texts are cut.
func (s *Server) planoTrace(ctx context.Context, id string) ([]byte, error) {
	trace, err := s.store.Trace(ctx, id)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(readable(trace, 0))
	if err == nil && len(body) > maxTraces/2 {
		return json.Marshal(readable(trace, maxPlanoValue))
	}
	return body, err
}

// rawCodec passes bytes as they are.
type rawCodec struct{}

func (rawCodec) Marshal(v any) (mem.BufferSlice, error) {
	body, ok := v.([]byte)
	if !ok {
		return nil, fmt.Errorf("%T can't be sent", v)
	}
	return mem.BufferSlice{mem.SliceBuffer(body)}, nil
}

func (rawCodec) Unmarshal(data mem.BufferSlice, v any) error {
	body, ok := v.(*[]byte)
	if !ok {
		return fmt.Errorf("%T can't be received", v)
	}
	*body = data.Materialize()
	return nil
}

func (rawCodec) Name() string { return "proto" }
