package store

import (
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
)

// cut shortens what a message holds to what a list gives of it.
func cut(m *traceapi.Message) {
	m.Text, m.TextBytes = shortened(m.Text)
	m.Arguments, m.ArgumentsBytes = shortened(m.Arguments)
}

// shortened returns the beginning of a text, and its size where that is not all of it.
func shortened(text string) (beginning string, size int) {
	if len(text) <= traceapi.MaxMessageText {
		return text, 0
	}
	return truncate.Bytes(text, traceapi.MaxMessageText), len(text)
}
