// Package planoquery holds what there is of the gRPC protocol in which Plano's command line asks for traces: an empty request, and
// JSON as the answer, without messages of Protocol Buffers.
package planoquery

import (
	"fmt"

	"google.golang.org/grpc/mem"
)

// GetTraces is the method. It answers {"traces": [...]}, newest first.
const GetTraces = "/plano.TraceQuery/GetTraces"

// Codec sends and receives messages of type *[]byte as they are.
type Codec struct{}

// Name implements encoding.CodecV2; it is the content type that Plano's command line sends.
func (Codec) Name() string { return "proto" }

// Marshal implements encoding.CodecV2.
func (Codec) Marshal(message any) (mem.BufferSlice, error) {
	data, ok := message.(*[]byte)
	if !ok {
		return nil, fmt.Errorf("%T is not *[]byte", message)
	}
	return mem.BufferSlice{mem.SliceBuffer(*data)}, nil
}

// Unmarshal implements encoding.CodecV2.
func (Codec) Unmarshal(data mem.BufferSlice, message any) error {
	to, ok := message.(*[]byte)
	if !ok {
		return fmt.Errorf("%T is not *[]byte", message)
	}
	*to = data.Materialize()
	return nil
}
