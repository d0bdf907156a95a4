package senders

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// ofJaeger are the tags that Jaeger itself makes, of a span's kind and scope.
var ofJaeger = []string{"span.kind", "otel.scope.name", "otel.scope.version", "internal.span.format"}

// assertArrived checks that a span has the attributes that were sent, the added ones,
// and no other, each with its type and value; it prints both sides.
func assertArrived(t *testing.T, sent, added map[string]any, got *harness.Span) {
	t.Helper()
	require.NotNil(t, got)
	want := map[string]string{}
	for _, attributes := range []map[string]any{sent, added} {
		for key, value := range attributes {
			want[key] = inJaeger(t, value)
		}
	}
	received := map[string]string{}
	for _, tag := range got.Tags {
		if !slices.Contains(ofJaeger, tag.Key) {
			assert.NotContains(t, received, tag.Key, "an attribute is there twice")
			received[tag.Key] = tag.Type + " " + quoted(tag.Value)
		}
	}
	harness.LogTable(t, got.OperationName, comparison(sent, received))
	assert.Equal(t, want, received)
}

// inJaeger is how Jaeger shows an attribute: arrays are JSON in a string.
func inJaeger(t *testing.T, value any) string {
	t.Helper()
	switch v := value.(type) {
	case string:
		return "string " + quoted(v)
	case bool:
		return fmt.Sprint("bool ", v)
	case int:
		return fmt.Sprint("int64 ", v)
	case float64:
		return fmt.Sprint("float64 ", v)
	case []string:
		text, err := json.Marshal(v)
		require.NoError(t, err)
		return "string " + quoted(string(text))
	default:
		require.Failf(t, "no attribute", "%T", value)
		return ""
	}
}

func quoted(value any) string {
	if text, ok := value.(string); ok {
		return fmt.Sprintf("%q", text)
	}
	return fmt.Sprint(value)
}

// comparison is key, sent and received, side by side; what was added was not sent.
func comparison(sent map[string]any, received map[string]string) []string {
	const width = 70
	keys := map[string]bool{}
	for key := range sent {
		keys[key] = true
	}
	for key := range received {
		keys[key] = true
	}
	rows := []string{"key\tsent\treceived"}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		before, after := "-", "-"
		if value, ok := sent[key]; ok {
			before = fmt.Sprintf("%T %s", value, quoted(value))
		}
		if value, ok := received[key]; ok {
			after = value
		}
		rows = append(rows, key+"\t"+harness.Shorten(before, width)+"\t"+harness.Shorten(after, width))
	}
	return rows
}

// tag returns an attribute's value with its type.
func tag(t *testing.T, s *harness.Span, key string) string {
	t.Helper()
	require.NotNil(t, s)
	tag, ok := s.Tags.Get(key)
	require.True(t, ok, "%s: no attribute %s", s.OperationName, key)
	return tag.Type + " " + quoted(tag.Value)
}

func assertUnflagged(t *testing.T, s *harness.Span) {
	t.Helper()
	require.NotNil(t, s)
	assert.NotContains(t, s.OperationName, "🚩")
	_, flagged := s.Tags.Get("signals.flagged")
	assert.False(t, flagged, "%s has signals.flagged", s.OperationName)
}
