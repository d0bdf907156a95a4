package observe

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// What became of message texts on their way here.
const (
	ContentKept     = "kept"
	ContentRedacted = "redacted"
	ContentHashed   = "hashed"
	ContentAbsent   = "absent"
)

// contentOf says what became of what was said. One text that was kept tells that all were.
func contentOf(messages []signals.Message, facts *conversation.Facts, span ptrace.Span) string {
	worst := ContentAbsent
	note := func(text string) (kept bool) {
		switch becameOf(text) {
		case ContentKept:
			worst = ContentKept
		case ContentHashed:
			worst = ContentHashed
		case ContentRedacted:
			if worst == ContentAbsent {
				worst = ContentRedacted
			}
		}
		return worst == ContentKept
	}
	for i := range messages {
		if note(messages[i].Text) || note(messages[i].Arguments) {
			return worst
		}
	}
	if worst == ContentAbsent && (facts.HasMessages() || facts.RanTool()) {
		for _, v := range span.Attributes().All() {
			if v.Type() == pcommon.ValueTypeStr && becameOf(v.Str()) != ContentKept {
				note(v.Str())
			}
		}
	}
	return worst
}

// becameOf says what became of one text; ContentAbsent is of one that says nothing.
func becameOf(text string) string {
	switch text {
	case "", "{}", "[]", "null":
		return ContentAbsent
	}
	if isHashed(text) {
		return ContentHashed
	}
	if isRedacted(text) {
		return ContentRedacted
	}
	return ContentKept
}

// hashPrefix and hashDigits are the form of planosignals' hashes.
const (
	hashPrefix = "hmac:"
	hashDigits = 32
)

// isHashed tells a text that begins with a hash, or JSON the first text of which does.
func isHashed(text string) bool {
	at := strings.Index(text[:min(len(text), maxMarkAt)], hashPrefix)
	if at < 0 || strings.Trim(text[:at], `{["`) != "" {
		return false
	}
	digits := text[at+len(hashPrefix):]
	if len(digits) < hashDigits {
		return false
	}
	return strings.Trim(digits[:hashDigits], "0123456789abcdef") == ""
}

// maxMarkAt is how far from the beginning of JSON its first text stands.
const maxMarkAt = 64

// redactedUnits are the words that planosignals counts what it redacted in.
var redactedUnits = [...]string{" characters]", " fields]", " items]", " bytes]"}

// isRedacted tells a text that is nothing but sizes, "[42 characters]", one a line.
func isRedacted(text string) bool {
	for part := range strings.Lines(text) {
		part = strings.Trim(part, "\" \n")
		if part == "[number]" {
			continue
		}
		digits, ok := strings.CutPrefix(part, "[")
		if !ok {
			return false
		}
		rest := strings.TrimLeft(digits, "0123456789")
		if rest == digits || !isUnit(rest) {
			return false
		}
	}
	return true
}

func isUnit(text string) bool {
	for _, unit := range redactedUnits {
		if text == unit {
			return true
		}
	}
	return false
}
