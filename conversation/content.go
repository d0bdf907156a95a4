package conversation

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// DropContent removes the attributes and events that hold what was said, of every dialect,
// whether its messages are read or not.
func DropContent(span ptrace.Span) {
	span.Attributes().RemoveIf(func(key string, _ pcommon.Value) bool { return contentOf(span, key) != nil })
	span.Events().RemoveIf(func(event ptrace.SpanEvent) bool { return known.events.find(event.Name()) != nil })
}

// contentOf returns what is known of an attribute of a span that holds content, or nil.
func contentOf(span ptrace.Span, key string) *content {
	m := known.attributes.find(key)
	if m == nil || m.content == nil || m.content.onSpan != "" && !matches(m.content.onSpan, span.Name()) {
		return nil
	}
	return m.content
}

// isPublic tells gen_ai.prompt.0.role and the like.
func (c *content) isPublic(key string) bool {
	last := key[strings.LastIndexByte(key, '.')+1:]
	for _, field := range c.public {
		if field.last == last && strings.Contains(key, field.within) {
			return true
		}
	}
	return false
}
