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
	require.EqualError(t, err, "signal.metadata: json: unsupported value: NaN")
	require.Equal(t, 2, span.Events().Len())
	assert.NotContains(t, span.Events().At(0).Attributes().AsRaw(), "signal.metadata")
	assert.Contains(t, span.Events().At(1).Attributes().AsRaw(), "signal.metadata")
}
