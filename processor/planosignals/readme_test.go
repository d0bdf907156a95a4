package planosignals

import (
	"bytes"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/xconfmap"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.yaml.in/yaml/v3"

	"github.com/otelcol-plano/otelcol-plano/processor/planosignals/internal/metadata"
)

func TestReadmeExamplesLoad(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(readme), -1)
	require.Len(t, blocks, 5)
	for _, block := range blocks {
		var document map[string]any
		require.NoError(t, yaml.Unmarshal([]byte(block[1]), &document))
		section, err := confmap.NewFromStringMap(document).Sub("processors::planosignals")
		require.NoError(t, err)
		config := createDefaultConfig()
		require.NoError(t, section.Unmarshal(config), block[1])
		require.NoError(t, xconfmap.Validate(config), block[1])
		_, err = newProcessor(processortest.NewNopSettings(metadata.Type).TelemetrySettings, config.(*Config))
		require.NoError(t, err)
	}
}

func TestReadmeNamesEverySetting(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	settings := confmap.New()
	require.NoError(t, settings.Marshal(createDefaultConfig()))
	var missing []string
	for _, key := range settings.AllKeys() {
		if !bytes.Contains(readme, []byte("`"+key+"`")) {
			missing = append(missing, key)
		}
	}
	assert.Empty(t, missing, "README.md does not name these settings")
}
