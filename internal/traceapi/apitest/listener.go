package apitest

import (
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/planoquery"
)

// Listener answers as Plano's trace listener does, with JSON that is given.
func Listener(answer []byte) *grpc.Server {
	return grpc.NewServer(grpc.ForceServerCodecV2(planoquery.Codec{}), grpc.UnknownServiceHandler(
		func(_ any, stream grpc.ServerStream) error {
			method, _ := grpc.MethodFromServerStream(stream)
			var request []byte
			if err := stream.RecvMsg(&request); err != nil {
				return err
			}
			if method != planoquery.GetTraces || len(request) > 0 {
				return status.Error(codes.Unimplemented, method)
			}
			return stream.SendMsg(&answer)
		}))
}
