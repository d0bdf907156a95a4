package conversation

import (
	"fmt"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/value"
)

// redactor replaces what was said by its size or its hash. It treats one span, event, link or log record.
type redactor struct {
	*ContentPolicy
	bytes  int // of content that may still be looked through
	hasher *hasher
}

func (p *ContentPolicy) newRedactor() redactor { return redactor{ContentPolicy: p, bytes: p.MaxBytes} }

// hash returns the policy's hasher.
func (r *redactor) hash() *hasher {
	if r.hasher == nil {
		r.hasher = newHasher(r.HashKey)
	}
	return r.hasher
}

// attribute treats an attribute that holds content.
func (r *redactor) attribute(c *content, key string, v pcommon.Value) {
	if form, ok := c.publicForm(key); ok {
		r.value(v, shapeOf(form), r.Messages)
		return
	}
	r.value(v, shapeDocument, r.Messages)
}

// fault treats the text of an error.
func (r *redactor) fault(v pcommon.Value) { r.value(v, shapeOpaque, r.Faults) }

// value redacts or hashes a value; one that is beyond the limit is not looked through.
func (r *redactor) value(v pcommon.Value, s shape, how Treatment) {
	size := sizeOf(v, r.bytes+1, 0)
	over := size > r.bytes
	if over {
		s = shapeOpaque
	}
	r.bytes -= min(size, r.bytes)
	if how == Hash {
		r.hash().value(v, s, over)
		return
	}
	if v.Type() == pcommon.ValueTypeStr && s == shapeDocument {
		v.SetStr(redactText(v.Str()))
		return
	}
	redactValue(v, s, 0)
}

// sizeOf returns how many bytes a value holds, of one that is larger than limit something above it.
func sizeOf(v pcommon.Value, limit, depth int) int {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		return len(v.Str())
	case pcommon.ValueTypeBytes:
		return v.Bytes().Len()
	case pcommon.ValueTypeMap, pcommon.ValueTypeSlice:
	default:
		return 1
	}
	size := 1
	within := func(key string, inner pcommon.Value) bool {
		if size += len(key); depth < value.MaxDepth {
			size += sizeOf(inner, limit-size, depth+1)
		}
		return size <= limit
	}
	if v.Type() == pcommon.ValueTypeMap {
		v.Map().Range(within)
		return size
	}
	for _, inner := range v.Slice().All() {
		if !within("", inner) {
			break
		}
	}
	return size
}

const redactedNumber = "[number]"

func redactedFields(n int) string { return fmt.Sprintf("[%d fields]", n) }

func redactedItems(n int) string { return fmt.Sprintf("[%d items]", n) }

// redactValue redacts a structured value, or a part of one.
func redactValue(v pcommon.Value, s shape, depth int) {
	if depth > value.MaxDepth {
		s = shapeOpaque
	}
	switch v.Type() {
	case pcommon.ValueTypeStr:
		v.SetStr(s.redactString(v.Str()))
	case pcommon.ValueTypeSlice:
		redactSlice(v, s, depth)
	case pcommon.ValueTypeMap:
		redactMap(v, s, depth)
	case pcommon.ValueTypeBytes:
		v.SetStr(fmt.Sprintf("[%d bytes]", v.Bytes().Len()))
	case pcommon.ValueTypeInt, pcommon.ValueTypeDouble:
		v.SetStr(redactedNumber)
	}
}

func redactSlice(v pcommon.Value, s shape, depth int) {
	within := s.element()
	if within == shapeOpaque {
		v.SetStr(redactedItems(v.Slice().Len()))
		return
	}
	for _, element := range v.Slice().All() {
		redactValue(element, within, depth+1)
	}
}

func redactMap(v pcommon.Value, s shape, depth int) {
	fields := v.Map()
	if s == shapeDocument {
		if messages, ok := fields.Get("messages"); ok && messages.Type() == pcommon.ValueTypeSlice {
			redactSlice(messages, shapeDocument, depth+1)
			fields.RemoveIf(func(key string, _ pcommon.Value) bool { return key != "messages" })
			return
		}
		s = shapeMessage
	}
	if s == shapeMessage {
		role, ok := fields.Get("role")
		if !ok || role.Type() != pcommon.ValueTypeStr {
			s = shapeOpaque
		} else {
			s = messageShape(role.Str())
		}
	}
	if s < shapeMessage || s > shapePart || s == shapeParts {
		v.SetStr(redactedFields(fields.Len()))
		return
	}
	fields.RemoveIf(func(key string, field pcommon.Value) bool {
		within, ok := s.field(key)
		if ok {
			redactValue(field, within, depth+1)
		}
		return !ok
	})
}
