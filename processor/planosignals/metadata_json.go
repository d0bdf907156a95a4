package planosignals

import (
	"encoding/json"
	"fmt"
	"strings"

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

// marshal leaves <, > and & as they are: nothing puts the JSON into a page of HTML without escaping it.
func marshal(m signals.Metadata) (string, error) {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(m); err != nil {
		return "", err
	}
	return strings.TrimSuffix(text.String(), "\n"), nil
}

// clip returns the beginning of a text, at most that many bytes of valid UTF-8.
func clip(text string, limit int) string {
	return truncate.Bytes(strings.ToValidUTF8(truncate.Bytes(text, limit), "\uFFFD"), limit)
}
