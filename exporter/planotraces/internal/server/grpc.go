package server

import (
	"context"
	"encoding/json"
	"errors"
	"path"
	"strings"
	"time"

	"go.uber.org/zap"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/planoquery"
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
	service := grpc.NewServer(grpc.ForceServerCodecV2(planoquery.Codec{}), grpc.MaxRecvMsgSize(maxRequest))
	answer := func(_ any, ctx context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
		var request []byte
		if err := decode(&request); err != nil {
			return nil, err
		}
		return s.getTraces(ctx)
	}
	name, method := path.Split(planoquery.GetTraces)
	service.RegisterService(&grpc.ServiceDesc{
		ServiceName: strings.Trim(name, "/"),
		HandlerType: (*any)(nil),
		Methods:     []grpc.MethodDesc{{MethodName: method, Handler: answer}},
	}, s)
	return service
}

// getTraces answers with the newest traces, as many as there is room and time for.
func (s *Server) getTraces(ctx context.Context) (*[]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, s.tracesTime)
	defer cancel()
	done, err := s.turn(ctx)
	if err != nil {
		return nil, status.Error(codes.ResourceExhausted, err.Error())
	}
	defer done()
	newest := newestTraces{server: s, body: []byte(`{"traces":`), separator: '['}
	if err := newest.read(ctx); err != nil && (newest.separator == '[' || ctx.Err() == nil) {
		s.options.Logger.Error("A query failed", zap.String("path", planoquery.GetTraces), zap.Error(err))
		return nil, status.Error(codes.Unavailable, "the store could not answer, the collector's log says why")
	}
	body := newest.end()
	return &body, nil
}

// newestTraces is an answer that grows.
type newestTraces struct {
	server    *Server
	body      []byte
	separator byte
}

// read adds traces until there is no more of them, of room or of time.
func (n *newestTraces) read(ctx context.Context) error {
	query := traceapi.Query{Order: traceapi.OrderNewest}
	for {
		list, err := n.server.store.Traces(ctx, query)
		if err != nil {
			return err
		}
		for _, summary := range list.Traces {
			full, err := n.add(ctx, summary.TraceID)
			if full || err != nil {
				return err
			}
		}
		if query.Cursor = list.NextCursor; query.Cursor == "" {
			return nil
		}
	}
}

// add is full where there is no room for the trace. One that would need a lot of it is left out where others may fit.
func (n *newestTraces) add(ctx context.Context, id string) (full bool, err error) {
	trace, err := n.server.planoTrace(ctx, id)
	if errors.Is(err, traceapi.ErrNotFound) {
		return false, nil // Retention was faster.
	}
	if err != nil {
		return false, err
	}
	if len(n.body)+len(trace) > maxTraces-len(",]}") {
		return len(trace) <= maxTraces/4, nil
	}
	n.body = append(append(n.body, n.separator), trace...)
	n.separator = ','
	return false, nil
}

func (n *newestTraces) end() []byte {
	if n.separator == '[' {
		n.body = append(n.body, '[')
	}
	return append(n.body, "]}"...)
}

// planoTrace returns a trace as JSON; of one that would fill much of an answer alone the texts are cut.
func (s *Server) planoTrace(ctx context.Context, id string) ([]byte, error) {
	trace, err := s.store.Trace(ctx, id)
	if err != nil {
		return nil, err
	}
	most := 0
	if textBytes(&trace) > maxTraces/4 {
		most = maxPlanoValue
	}
	return json.Marshal(readable(trace, most))
}
