package planonaming

import (
	"context"
	"flag"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/golden"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/pdatatest/ptracetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/processor/planonaming/internal/metadata"
)

var update = flag.Bool("update", false, "write the golden files anew")

// planoTraces are those of a Plano gateway with three failing requests: an upstream connection failure that its
// LLM span calls an Error, a rate limit, and no healthy upstream.
func planoTraces(t *testing.T) ptrace.Traces {
	t.Helper()
	td, err := golden.ReadTraces(filepath.Join("testdata", "golden", "plano.input.yaml"))
	require.NoError(t, err)
	return td
}

func TestGolden(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"default": func(*Config) {},
		"repaired": func(c *Config) {
			c.DropInternal, c.ServiceNameOverride, c.KeepOriginalName, c.SetResourceName = true, true, true, true
		},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := defaultConfig()
			change(cfg)
			p := newTestProcessor(t, processortest.NewNopSettings(metadata.Type), cfg, newClock())
			got, err := p.processTraces(context.Background(), planoTraces(t))
			require.NoError(t, err)

			file := filepath.Join("testdata", "golden", "plano."+name+".yaml")
			if *update {
				require.NoError(t, golden.WriteTracesToFile(file, got))
			}
			want, err := golden.ReadTraces(file)
			require.NoError(t, err)
			require.NoError(t, ptracetest.CompareTraces(want, got))
		})
	}
}

// TestXRayMarkerSurvives cleans names as the X-Ray exporter does.
func TestXRayMarkerSurvives(t *testing.T) {
	deleted := regexp.MustCompile(`[^ 0-9\p{L}_.:/%&#=+\-@]`)
	cfg := loadConfig(t, "config.yaml", "xray")
	p := newTestProcessor(t, processortest.NewNopSettings(metadata.Type), cfg, newClock())
	got, err := p.processTraces(context.Background(), planoTraces(t))
	require.NoError(t, err)
	flagged := 0
	spans.Each(got, func(span ptrace.Span) {
		if _, ok := span.Attributes().Get("signals.flagged"); ok {
			flagged++
			assert.Regexp(t, `[^ ] #flagged$`, deleted.ReplaceAllString(span.Name(), ""))
		}
	})
	assert.Equal(t, 2, flagged)
}
