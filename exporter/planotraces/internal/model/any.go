package model

import (
	"fmt"
	"math"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/otelcol-plano/otelcol-plano/internal/value"
)

// The fields of opentelemetry.proto.common.v1.AnyValue, and of the messages in it.
const (
	fieldString protowire.Number = 1
	fieldBool   protowire.Number = 2
	fieldInt    protowire.Number = 3
	fieldDouble protowire.Number = 4
	fieldArray  protowire.Number = 5
	fieldKvlist protowire.Number = 6
	fieldBytes  protowire.Number = 7

	fieldValues protowire.Number = 1 // of ArrayValue and KeyValueList
	fieldKey    protowire.Number = 1 // of KeyValue
	fieldValue  protowire.Number = 2

	fieldResourceSpans protowire.Number = 1 // of TracesData
	fieldResource      protowire.Number = 1 // of ResourceSpans
	fieldAttributes    protowire.Number = 1 // of Resource
)

// appendAny appends a value as the protobuf message AnyValue, cut where it is nested deeper than [value.MaxDepth].
func appendAny(to []byte, v pcommon.Value, depth int) []byte {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		return appendString(to, fieldString, v.Str())
	case pcommon.ValueTypeBool:
		return protowire.AppendVarint(protowire.AppendTag(to, fieldBool, protowire.VarintType), protowire.EncodeBool(v.Bool()))
	case pcommon.ValueTypeInt:
		return protowire.AppendVarint(protowire.AppendTag(to, fieldInt, protowire.VarintType), uint64(v.Int()))
	case pcommon.ValueTypeDouble:
		return protowire.AppendFixed64(protowire.AppendTag(to, fieldDouble, protowire.Fixed64Type), math.Float64bits(v.Double()))
	case pcommon.ValueTypeBytes:
		return protowire.AppendBytes(protowire.AppendTag(to, fieldBytes, protowire.BytesType), v.Bytes().AsRaw())
	case pcommon.ValueTypeMap, pcommon.ValueTypeSlice:
		if depth >= value.MaxDepth {
			return appendString(to, fieldString, value.TooDeep)
		}
		return appendNested(to, v, depth+1)
	default:
		return to
	}
}

func appendString(to []byte, field protowire.Number, text string) []byte {
	return protowire.AppendString(protowire.AppendTag(to, field, protowire.BytesType), text)
}

func appendNested(to []byte, v pcommon.Value, depth int) []byte {
	field := fieldArray
	var content []byte
	if v.Type() == pcommon.ValueTypeSlice {
		for _, element := range v.Slice().All() {
			content = appendMessage(content, fieldValues, appendAny(nil, element, depth))
		}
	} else {
		field = fieldKvlist
		for key, element := range v.Map().All() {
			pair := appendMessage(appendString(nil, fieldKey, key), fieldValue, appendAny(nil, element, depth))
			content = appendMessage(content, fieldValues, pair)
		}
	}
	return appendMessage(to, field, content)
}

func appendMessage(to []byte, field protowire.Number, content []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(to, field, protowire.BytesType), content)
}

// appendValue appends a value as the message AnyValue.
func (v *Value) appendAny(to []byte) []byte {
	switch v.Type {
	case String:
		return appendString(to, fieldString, v.Text)
	case Int:
		return protowire.AppendVarint(protowire.AppendTag(to, fieldInt, protowire.VarintType), v.Bits)
	case Double:
		return protowire.AppendFixed64(protowire.AppendTag(to, fieldDouble, protowire.Fixed64Type), v.Bits)
	case Bool:
		return protowire.AppendVarint(protowire.AppendTag(to, fieldBool, protowire.VarintType), v.Bits)
	case Bytes:
		return appendString(to, fieldBytes, v.Text)
	case Structured:
		return append(to, v.Text...)
	default:
		return to
	}
}

// readAttributes puts attributes into an empty map by way of protobuf, which knows structured values, keeps equal keys, and does not
// look for each key among those before it.
func readAttributes(from []Attribute, to pcommon.Map) error {
	var resource, pair, value []byte
	for i := range from {
		value = from[i].Value.appendAny(value[:0])
		pair = appendMessage(appendString(pair[:0], fieldKey, from[i].Key), fieldValue, value)
		resource = appendMessage(resource, fieldAttributes, pair)
	}
	request := appendMessage(nil, fieldResourceSpans, appendMessage(nil, fieldResource, resource))
	var unmarshaler ptrace.ProtoUnmarshaler
	traces, err := unmarshaler.UnmarshalTraces(request)
	if err != nil {
		return fmt.Errorf("structured value: %w", err)
	}
	traces.ResourceSpans().At(0).Resource().Attributes().MoveTo(to)
	return nil
}
