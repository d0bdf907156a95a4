package main

import (
	"fmt"

	"go.opentelemetry.io/collector/pdata/ptrace"
	otlp "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// unmarshalJSON reads OTLP traces in JSON that is known to be valid, and so not nested too deeply.
func unmarshalJSON(data []byte) (ptrace.Traces, error) {
	return (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(data)
}

// unmarshalProtobuf reads OTLP traces in protobuf.
func unmarshalProtobuf(data []byte) (ptrace.Traces, error) {
	if err := checkNesting(data, (&otlp.TracesData{}).ProtoReflect().Descriptor(), 0); err != nil {
		return ptrace.Traces{}, err
	}
	return (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(data)
}

// maxNesting is how many protobuf messages may be nested. The collector's reader has no limit of its own
// and ends the process where the stack ends.
const maxNesting = 10_000

// checkNesting walks over the messages in a message of a known type.
func checkNesting(data []byte, message protoreflect.MessageDescriptor, depth int) error {
	if depth > maxNesting {
		return fmt.Errorf("protobuf messages: must be nested at most %d deep, are deeper", maxNesting)
	}
	for len(data) > 0 {
		number, kind, tagSize := protowire.ConsumeTag(data)
		if tagSize < 0 {
			return fmt.Errorf("invalid protobuf: %w", protowire.ParseError(tagSize))
		}
		size := protowire.ConsumeFieldValue(number, kind, data[tagSize:])
		if size < 0 {
			return fmt.Errorf("invalid protobuf: %w", protowire.ParseError(size))
		}
		value := data[tagSize : tagSize+size]
		data = data[tagSize+size:]
		field := message.Fields().ByNumber(number)
		if kind != protowire.BytesType || field == nil || field.Message() == nil {
			continue
		}
		inner, _ := protowire.ConsumeBytes(value)
		if err := checkNesting(inner, field.Message(), depth+1); err != nil {
			return err
		}
	}
	return nil
}
