package readme

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/processor"
)

type limits struct {
	MaxTraces int           `mapstructure:"max_traces"`
	TTL       time.Duration `mapstructure:"ttl"`
}

type config struct {
	Words  []string          `mapstructure:"words"`
	Static map[string]string `mapstructure:"static"`
	Below  float64           `mapstructure:"below"`
	Limits limits            `mapstructure:"limits"`
}

func (c *config) Validate() error {
	if c.Limits.MaxTraces < 1 {
		return errors.New("limits::max_traces: must be at least 1")
	}
	return nil
}

func factory(change func(*config)) component.Factory {
	return processor.NewFactory(component.MustNewType("example"), func() component.Config {
		c := &config{Words: []string{"a", "b.*"}, Limits: limits{MaxTraces: 10, TTL: 90 * time.Second}}
		change(c)
		return c
	})
}

func unchanged(*config) {}

const markdown = "# example\n\n" +
	"| setting | default | attributes |\n| --- | --- | --- |\n" +
	"| `words` | `[a, b.*]` | words |\n" +
	"| `static` | `{}` | `text` by key |\n" +
	"| `below` | `0` (off) | 0 to 100 |\n\n" +
	"| attribute | type |\n| --- | --- |\n| `signals.quality` | string |\n\n" +
	"| setting | default | |\n| --- | --- | --- |\n" +
	"| `limits::max_traces` | `10` | |\n" +
	"| `limits::ttl` | `1m30s` | |\n"

func TestSettingsOfAnExactREADME(t *testing.T) {
	require.NoError(t, CheckSettings(markdown, factory(unchanged)))
}

func TestChangedDefaults(t *testing.T) {
	for want, change := range map[string]func(*config){
		"words: default must be [a], is documented as [a b.*]":        func(c *config) { c.Words = []string{"a"} },
		"words: default must be [], is documented as [a b.*]":         func(c *config) { c.Words = nil },
		"static: default must be map[k:v], is documented as map[]":    func(c *config) { c.Static = map[string]string{"k": "v"} },
		"below: default must be 0.5, is documented as 0":              func(c *config) { c.Below = 0.5 },
		"limits::max_traces: default must be 11, is documented as 10": func(c *config) { c.Limits.MaxTraces = 11 },
		"limits::ttl: default must be 1m0s, is documented as 1m30s":   func(c *config) { c.Limits.TTL = time.Minute },
	} {
		assert.EqualError(t, CheckSettings(markdown, factory(change)), want)
	}
}

func TestChangedREADMEs(t *testing.T) {
	for _, tt := range []struct{ old, new, want string }{
		{"| `words` | `[a, b.*]` | words |\n", "", "words: not named in a table of settings"},
		{"`limits::ttl`", "`limits::tll`", "limits::tll: "},
		{"`limits::ttl`", "`limits::tll`", "limits::ttl: not named in a table of settings"},
		{"`limits::ttl`", "`below`", "below: named twice"},
		{"`{}`", "none", `static: default: must begin with the only code span, is "none"`},
		{"`{}`", "`{}`, `{a: b}`", "static: default: must begin with the only code span"},
		{"`{}`", "`{`", "static: default: yaml: "},
		{"`1m30s`", "`soon`", "limits::ttl: "},
		{"| `words` |", "| words |", "must begin with the only code span, is \"words\""},
	} {
		changed := strings.Replace(markdown, tt.old, tt.new, 1)
		require.NotEqual(t, markdown, changed, tt.old)
		assert.ErrorContains(t, CheckSettings(changed, factory(unchanged)), tt.want)
	}
}

// TestAMapIsDocumentedAsAWhole wants the entries of a default, not only its name.
func TestAMapIsDocumentedAsAWhole(t *testing.T) {
	withEntry := factory(func(c *config) { c.Static = map[string]string{"k": "v"} })
	require.NoError(t, CheckSettings(strings.Replace(markdown, "`{}`", "`{k: v}`", 1), withEntry))
	require.Error(t, CheckSettings(strings.Replace(markdown, "`{}`", "`{k: w}`", 1), withEntry))
}

func TestExamples(t *testing.T) {
	const block = "```yaml\nprocessors:\n  example/two:\n    limits:\n      max_traces: 3\n  other:\nservice:\n  pipelines:\n```\n"
	found, err := Examples(block+"\n"+block, factory(unchanged))
	require.NoError(t, err)
	require.Len(t, found, 2)
	assert.Equal(t, &config{Words: []string{"a", "b.*"}, Limits: limits{MaxTraces: 3, TTL: 90 * time.Second}}, found[0])

	for _, tt := range []struct{ old, new, want string }{
		{"max_traces", "max_trace", "max_trace"},
		{"3", "0", "processors::example/two: limits::max_traces: must be at least 1"},
		{"3", "[", "yaml: "},
		{"example/two", "example/", "processors: "},
	} {
		_, err := Examples(strings.Replace(block, tt.old, tt.new, 1), factory(unchanged))
		require.ErrorContains(t, err, tt.want)
	}
	found, err = Examples("```sh\nmake\n```\n", factory(unchanged))
	require.NoError(t, err)
	assert.Empty(t, found)
}
