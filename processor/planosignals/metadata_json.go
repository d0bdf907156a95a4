package planosignals

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// maxMetadata bounds the JSON of an instance's metadata, in bytes.
const maxMetadata = 1024

// metadataJSON writes metadata, and nothing where it says nothing. Its texts and its list of calls are shortened until the
// JSON, which is always whole, fits.
func metadataJSON(m signals.Metadata) (string, error) {
	for limit := maxMetadata; ; limit /= 2 {
		m.Matched, m.Tool, m.Source = clip(m.Matched, limit), clip(m.Tool, limit), clip(m.Source, limit)
		m.Calls = m.Calls[:min(len(m.Calls), limit)]
		text, err := marshal(m)
		switch {
		case err != nil:
			return "", fmt.Errorf("signal.metadata: %w", err)
		case text == "{}":
			return "", nil
		case len(text) <= maxMetadata || limit == 0:
			return text, nil
		}
	}
}

// marshal writes the fields that say something, in the order and under the names of [signals.Metadata].
func marshal(m signals.Metadata) (string, error) {
	if math.IsNaN(m.Similarity) || math.IsInf(m.Similarity, 0) {
		return "", fmt.Errorf("unsupported value: %v", m.Similarity)
	}
	to := make([]byte, 1, 128)
	to[0] = '{'
	text := func(name, value string) {
		if value != "" {
			to = jsonread.AppendQuote(append(to, name...), value)
		}
	}
	text(`"matched":`, m.Matched)
	if m.ComparedWith != nil {
		to = strconv.AppendInt(append(comma(to), `"compared_with":`...), int64(*m.ComparedWith), 10)
	}
	if m.Similarity != 0 {
		to = strconv.AppendFloat(append(comma(to), `"similarity":`...), m.Similarity, 'f', -1, 64)
	}
	if m.Offered {
		to = append(comma(to), `"offered":true`...)
	}
	to = comma(to)
	text(`"tool":`, m.Tool)
	if len(m.Calls) > 0 {
		to = append(comma(to), `"calls":[`...)
		for i, call := range m.Calls {
			if i > 0 {
				to = append(to, ',')
			}
			to = strconv.AppendInt(to, int64(call), 10)
		}
		to = append(to, ']')
	}
	to = comma(to)
	text(`"source":`, m.Source)
	return string(append(bytes.TrimSuffix(to, []byte{','}), '}')), nil
}

// comma ends a field, if there is one before.
func comma(to []byte) []byte {
	if last := to[len(to)-1]; last == '{' || last == ',' {
		return to
	}
	return append(to, ',')
}

// clip returns the beginning of a text, at most that many bytes of valid UTF-8.
func clip(text string, limit int) string {
	return truncate.Bytes(strings.ToValidUTF8(truncate.Bytes(text, limit), "\uFFFD"), limit)
}
