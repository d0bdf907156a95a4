package main

import (
	"context"
	"net"

	"google.golang.org/grpc"
	"google.golang.org/grpc/encoding"
	_ "google.golang.org/grpc/encoding/gzip" // the agent compresses
	"google.golang.org/grpc/mem"
)

// A sink takes every gRPC request and throws it away unread.
type sink struct {
	address string
	server  *grpc.Server
	served  chan error
}

func startSink(ctx context.Context) (*sink, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &sink{
		address: listener.Addr().String(),
		served:  make(chan error, 1),
		server: grpc.NewServer(grpc.MaxRecvMsgSize(256<<20), grpc.ForceServerCodecV2(discard{}),
			grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
				var message struct{}
				if err := stream.RecvMsg(&message); err != nil {
					return err
				}
				return stream.SendMsg(&message)
			})),
	}
	go func() { s.served <- s.server.Serve(listener) }()
	return s, nil
}

func (s *sink) stop() error {
	s.server.Stop()
	return <-s.served
}

// discard reads nothing and writes an empty message, which OTLP takes for success.
type discard struct{}

var _ encoding.CodecV2 = discard{}

func (discard) Marshal(any) (mem.BufferSlice, error) { return nil, nil }
func (discard) Unmarshal(mem.BufferSlice, any) error { return nil }
func (discard) Name() string                         { return "proto" }
