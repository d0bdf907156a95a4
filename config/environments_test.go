package config

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"
)

// environments returns the shipped files as they are written, by name.
func environments(t *testing.T) map[string]*confmap.Conf {
	t.Helper()
	files, err := filepath.Glob("*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	confs := map[string]*confmap.Conf{}
	for _, file := range files {
		confs[file], err = confmaptest.LoadConf(file)
		require.NoError(t, err)
	}
	return confs
}

// A backend's file can stand behind production.yaml or gateway.yaml: it says where spans
// go, and how those two processors write for it, but leaves the pipeline alone.
func TestBackendsLeaveThePipelineAlone(t *testing.T) {
	for file, conf := range environments(t) {
		switch file {
		case "production.yaml", "gateway.yaml", "agent.yaml", "logs.yaml":
			continue
		}
		for _, key := range conf.AllKeys() {
			assert.Regexp(t, `^(exporters::|extensions::sigv4auth/|service::pipelines::traces::exporters$`+
				`|processors::planosignals::content$|processors::planonaming(/roots)?::`+
				// What X-Ray has instead of an exporter's queue.
				`|connectors::forward/xray$|processors::batch::|service::pipelines::traces/xray::)`, key, file)
		}
	}
}

// What is kept does not depend on the number of machines.
func TestGatewaysSampleLikeProduction(t *testing.T) {
	confs := environments(t)
	sections := map[string][]string{
		"processors::tail_sampling":     {"production.yaml", "gateway.yaml"},
		"processors::planonaming":       {"production.yaml", "gateway.yaml"},
		"processors::planonaming/roots": {"production.yaml", "gateway.yaml"},
		"processors::planosession":      {"production.yaml", "gateway.yaml"},
	}
	for section, files := range sections {
		require.True(t, confs[files[0]].IsSet(section), section)
		for _, file := range files[1:] {
			assert.Equal(t, confs[files[0]].Get(section), confs[file].Get(section), "%s of %s", section, file)
		}
	}
	const key = "service::pipelines::traces::processors"
	pipeline, ok := confs["gateway.yaml"].Get(key).([]any)
	require.True(t, ok)
	own := []any{"attributes/route", "batch/sampled"}
	pipeline = slices.DeleteFunc(slices.Clone(pipeline), func(name any) bool { return slices.Contains(own, name) })
	assert.Equal(t, confs["production.yaml"].Get(key), pipeline)
}

var (
	withoutDefault = regexp.MustCompile(`\$\{env:\w+}`)
	variable       = regexp.MustCompile(`\$\{(?:requiredenv|env):(\w+)`)
)

// A variable that may be missing has a default, and each one is documented.
func TestVariables(t *testing.T) {
	document, err := os.ReadFile(filepath.Join("..", "docs", "environments.md"))
	require.NoError(t, err)
	for file := range environments(t) {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Empty(t, withoutDefault.FindAllString(string(text), -1), "%s: becomes empty without a word; use requiredenv", file)
		for _, match := range variable.FindAllStringSubmatch(string(text), -1) {
			assert.Contains(t, string(document), "`"+match[1]+"`", file)
		}
		assert.Contains(t, string(document), "../config/"+file)
	}
}
