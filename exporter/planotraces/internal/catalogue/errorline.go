package catalogue

import (
	"strings"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// maxBefore is how many bytes of a line are kept in front of the words that a failure was found by.
const maxBefore = 80

// errorLine returns the line of a tool's result in which a failure was found, without its variables; empty where there is none.
func errorLine(o *observe.Observation, f *observe.Finding) string {
	if f.Snippet == "" {
		return ""
	}
	if f.Message >= 0 && f.Message < len(o.Messages) {
		if line := lineAround(&o.Messages[f.Message], f.Snippet); line != "" {
			return line
		}
	}
	for i := len(o.Messages) - 1; i >= 0; i-- {
		if line := lineAround(&o.Messages[i], f.Snippet); line != "" {
			return line
		}
	}
	return ""
}

// lineAround returns the line of a result that holds words, the beginning of a long one cut.
func lineAround(m *signals.Message, words string) string {
	if m.Role != signals.RoleToolResult {
		return ""
	}
	at := strings.Index(m.Text, words)
	if at < 0 {
		return ""
	}
	from := strings.LastIndexByte(m.Text[:at], '\n') + 1
	if at-from > maxBefore {
		from = at - maxBefore
		from += strings.IndexByte(m.Text[from:at]+" ", ' ') + 1
	}
	line := m.Text[min(from, at):]
	if end := strings.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	return strings.Clone(withoutVariables(truncate.Bytes(line, maxError)))
}
