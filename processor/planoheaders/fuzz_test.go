package planoheaders

import (
	"context"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/processor/planoheaders/internal/metadata"
)

// FuzzHeadersForgeNothing sends a span that has attributes of its own and two of a stranger's.
func FuzzHeadersForgeNothing(f *testing.F) {
	f.Add("x-katanemo-user-id", "u-42", "http.request.header.x_katanemo_session_id", "s-7")
	f.Add("x-katanemo-signals-quality", "Excellent", "X-Katanemo-Service.Name", "forged")
	f.Add("x-katanemo-api-key", "s3cret", "guid:x-katanemo-set-cookie", "s3cret")
	f.Add("x-katanemo-own-key", "forged", "x-katanemo-\xff", "\xff")
	p, err := newProcessor(processortest.NewNopSettings(metadata.Type), defaultConfig())
	require.NoError(f, err)

	f.Fuzz(func(t *testing.T, name1, value1, name2, value2 string) {
		td := oneSpan(t, "signals.quality", "Poor", "own.key", "own", "http.route", "/v1", name1, value1, name2, value2)
		before := spanAttributes(td)
		_, err := p.processTraces(context.Background(), td)
		require.NoError(t, err)

		once := spanAttributes(td)
		for name, value := range before {
			assert.Equal(t, value, once[name], "an attribute of the sender's changed: %q", name)
		}
		for key := range once {
			if _, ok := before[key]; ok {
				continue
			}
			assert.NotContains(t, key, "-")
			assert.False(t, isSensitive(key), key)
			for _, namespace := range []string{"signals.", "gen_ai.", "service.", "http.", "error."} {
				assert.False(t, strings.HasPrefix(key, namespace), key)
			}
		}
		assert.LessOrEqual(t, len(once), len(before)+2)

		twice := maps.Clone(once)
		_, err = p.processTraces(context.Background(), td)
		require.NoError(t, err)
		assert.Equal(t, twice, spanAttributes(td), "a second collector changes nothing")
	})
}
