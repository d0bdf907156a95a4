package conversation

import (
	"slices"
	"strings"

	"go.opentelemetry.io/collector/pdata/ptrace"
)

// contentOf returns what is known of an attribute that holds content, or nil. The attribute is that of a span,
// or of something else where that is nil.
func contentOf(key string, span *ptrace.Span) *content {
	m := known.attributes.find(key)
	if m == nil || m.content == nil || !m.content.isOn(span) || !m.content.hasField(key) {
		return nil
	}
	return m.content
}

// isOn is false for keys that hold content on some spans only, everywhere else.
func (c *content) isOn(span *ptrace.Span) bool {
	if c.onSpan == "" && c.beside == "" {
		return true
	}
	if span == nil || c.onSpan != "" && !matches(c.onSpan, span.Name()) {
		return false
	}
	if c.beside == "" {
		return true
	}
	_, ok := span.Attributes().Get(c.beside)
	return ok
}

// hasField tells whether the last field of a key is one that holds content.
func (c *content) hasField(key string) bool {
	return len(c.fields) == 0 || slices.Contains(c.fields, key[strings.LastIndexByte(key, '.')+1:])
}

// publicForm returns the form that gen_ai.prompt.0.role and the like have where they hold no content; ok is false for
// fields that always do.
func (c *content) publicForm(key string) (form wordForm, ok bool) {
	last := key[strings.LastIndexByte(key, '.')+1:]
	for _, field := range c.public {
		if field.last == last && strings.Contains(key, field.within) {
			return field.form, true
		}
	}
	return 0, false
}
