package client

import (
	"context"
	"errors"
	"fmt"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/planoquery"
)

// listenerTimeout is how long Plano's listener may take to answer.
const listenerTimeout = 30 * time.Second

// errNotGRPC is what does not answer in gRPC at all.
var errNotGRPC = errors.New("no gRPC")

// listener asks Plano's own trace listener. It answers with all the traces that it has, at most 50.
type listener struct {
	connection *grpc.ClientConn
	token      string
}

// planoListener returns the listener at the address, or the error why there is none.
func (c *Client) planoListener(ctx context.Context) (*listener, error) {
	c.listenerOnce.Lock()
	defer c.listenerOnce.Unlock()
	if c.listener != nil {
		return c.listener, nil
	}
	connection, err := grpc.NewClient("passthrough:///"+c.address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return nil, err
	}
	l := &listener{connection, c.token}
	if _, err := l.snapshot(ctx); err != nil {
		return nil, errors.Join(err, connection.Close())
	}
	c.listener = l
	return l, nil
}

func (l *listener) close() { _ = l.connection.Close() }

// snapshot returns what the listener holds, newest first.
func (l *listener) snapshot(ctx context.Context) ([]traceapi.Trace, error) {
	ctx, cancel := context.WithTimeout(ctx, listenerTimeout)
	defer cancel()
	if l.token != "" {
		ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+l.token)
	}
	var request, answer []byte
	err := l.connection.Invoke(ctx, planoquery.GetTraces, &request, &answer,
		grpc.ForceCodecV2(planoquery.Codec{}), grpc.MaxCallRecvMsgSize(maxAnswer))
	switch status.Code(err) {
	case codes.OK:
		return decodeTraces(answer)
	case codes.Unimplemented:
		return nil, errors.New("gRPC answers there, but not " + planoquery.GetTraces)
	case codes.Unavailable, codes.DeadlineExceeded, codes.Canceled:
		return nil, fmt.Errorf("%w: %s", errNotGRPC, status.Convert(err).Message())
	default:
		return nil, fmt.Errorf("gRPC: %s", status.Convert(err).Message())
	}
}
