package planosignals

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

func TestMetadataStaysReadable(t *testing.T) {
	text, err := metadataJSON(signals.Metadata{Matched: "en/quit/<&>", Tool: "get‹user›", Source: "a\xff\xfeb"})
	require.NoError(t, err)
	for _, literal := range []string{`"en/quit/<&>"`, `"get‹user›"`, "\"a\uFFFDb\""} {
		assert.Contains(t, text, literal)
	}

	text, err = metadataJSON(signals.Metadata{})
	require.NoError(t, err)
	assert.Empty(t, text)
}

func TestMetadataIsBoundedAndWhole(t *testing.T) {
	compared := 1 << 62
	for _, word := range []string{"x", "<", "\x00", "\xff", "🚩", "\u2028", `"`} {
		long := strings.Repeat(word, 100_000)
		text, err := metadataJSON(signals.Metadata{
			Matched: long, Tool: long, Source: long, Calls: make([]int, 100_000), ComparedWith: &compared, Similarity: 0.1234567890123,
		})
		require.NoError(t, err)
		assert.LessOrEqual(t, len(text), maxMetadata)
		assert.True(t, utf8.ValidString(text))
		var m signals.Metadata
		require.NoError(t, json.Unmarshal([]byte(text), &m), text)
		assert.NotEmpty(t, m.Tool)
		assert.NotEmpty(t, m.Calls)
	}
}

func TestEventWithoutItsMetadataIsNotKeptSecret(t *testing.T) {
	w := newWriter(defaults())
	span := ptrace.NewSpan()
	_, err := w.write(span, firstTold(signals.Report{Instances: []signals.Instance{
		{Leaf: signals.Rephrase, Metadata: signals.Metadata{Similarity: math.NaN()}},
		{Leaf: signals.Correction, Metadata: signals.Metadata{Matched: "no"}},
	}}))
	require.EqualError(t, err, "signal.metadata: unsupported value: NaN")
	require.Equal(t, 2, span.Events().Len())
	assert.NotContains(t, span.Events().At(0).Attributes().AsRaw(), "signal.metadata")
	assert.Contains(t, span.Events().At(1).Attributes().AsRaw(), "signal.metadata")
}

func TestMetadataIsThatOfEncodingJSON(t *testing.T) {
	three := 3
	zero := 0
	for _, m := range []signals.Metadata{
		{},
		{Matched: "en/quit/never-mind"},
		{Similarity: 0.875, ComparedWith: &three},
		{ComparedWith: &zero},
		{Offered: true, Tool: `a "tool"`},
		{Calls: []int{1, 2, 30}},
		{Tool: "search", Calls: []int{4}},
		{Source: "http.response.status_code=429"},
		{Matched: "é中\n", ComparedWith: &three, Similarity: 1, Offered: true, Tool: "t", Calls: []int{0}, Source: "s"},
	} {
		text, err := marshal(m)
		require.NoError(t, err)
		want, err := json.Marshal(m)
		require.NoError(t, err)
		assert.JSONEq(t, string(want), text)
	}
}
