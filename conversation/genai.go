package conversation

import "go.opentelemetry.io/collector/pdata/pcommon"

// readGenAI reads gen_ai.input.messages and gen_ai.output.messages, JSON text or a
// structured value (OTel semantic conventions for GenAI, 1.37 and later).
func readGenAI(b *builder, f *Facts) {
	if f.has&hasInput != 0 {
		b.readValue(f.input)
	}
	if f.has&hasOutput != 0 {
		b.readValue(f.output)
	}
}

func (b *builder) readValue(value pcommon.Value) {
	switch value.Type() {
	case pcommon.ValueTypeStr:
		b.readMessages(value.Str())
	case pcommon.ValueTypeSlice:
		b.readSlice(value.Slice())
	case pcommon.ValueTypeMap:
		b.readMessages(value.AsString())
	case pcommon.ValueTypeEmpty:
	default:
		b.problems.add(WrongType)
	}
}

// readSlice reads an array whose elements are structured messages or the JSON text
// of one message each.
func (b *builder) readSlice(slice pcommon.Slice) {
	for _, element := range slice.All() {
		b.readMessages(element.AsString())
	}
}
