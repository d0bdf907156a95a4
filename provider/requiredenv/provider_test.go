package requiredenv

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"
	"go.opentelemetry.io/collector/confmap/provider/fileprovider"
)

// resolve reads a configuration as the collector does.
func resolve(t *testing.T, text string) (*confmap.Conf, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.yaml")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	resolver, err := confmap.NewResolver(confmap.ResolverSettings{
		URIs:              []string{file},
		ProviderFactories: []confmap.ProviderFactory{fileprovider.NewFactory(), NewFactory()},
	})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, resolver.Shutdown(t.Context())) })
	return resolver.Resolve(t.Context())
}

func TestProvider(t *testing.T) {
	require.NoError(t, confmaptest.ValidateProviderScheme(NewFactory().Create(confmaptest.NewNopProviderSettings())))
}

func TestSetVariable(t *testing.T) {
	t.Setenv("REQUIREDENV_KEY", "0123e4")
	conf, err := resolve(t, "key: ${requiredenv:REQUIREDENV_KEY}\nurl: http://${requiredenv:REQUIREDENV_KEY}/\n")
	require.NoError(t, err)
	assert.Equal(t, "0123e4", conf.Get("key"))
	assert.Equal(t, "http://0123e4/", conf.Get("url"))
}

// A key may look like anything.
func TestValuesAreText(t *testing.T) {
	for _, value := range []string{
		"17", "1e3", "2026-11-21", "true", "[a, b]", "{a: b}", "a: b", "'a'", "!a", "*a", "a # b", "nullable", "a\nb",
		"a$b", "a$$b", "${requiredenv:REQUIREDENV_KEY}",
	} {
		t.Setenv("REQUIREDENV_KEY", "\t "+value+"\r\n")
		conf, err := resolve(t, "headers:\n  x-api-key: ${requiredenv:REQUIREDENV_KEY}\n  bearer: Bearer ${requiredenv:REQUIREDENV_KEY}\n")
		require.NoError(t, err, value)
		var got struct {
			Headers configopaque.MapList `mapstructure:"headers"`
		}
		require.NoError(t, conf.Unmarshal(&got), value)
		key, _ := got.Headers.Get("x-api-key")
		assert.Equal(t, value, string(key))
		bearer, _ := got.Headers.Get("bearer")
		assert.Equal(t, "Bearer "+value, string(bearer))
	}
}

func TestMissingVariable(t *testing.T) {
	t.Setenv("REQUIREDENV_BLANK", " \n")
	tests := map[string]string{
		"${requiredenv:REQUIREDENV_NEVER_SET}":     "environment variable REQUIREDENV_NEVER_SET is not set",
		"http://${requiredenv:REQUIREDENV_BLANK}/": "environment variable REQUIREDENV_BLANK is empty",
		"${requiredenv:REQUIREDENV_NEVER_SET:-}":   "environment variable REQUIREDENV_NEVER_SET is not set",
		"${requiredenv:NEVER-SET:-abc}":            `${requiredenv:NEVER-SET:-abc}: must name an environment variable, is "NEVER-SET"`,
		"${requiredenv:}":                          `${requiredenv:}: must name an environment variable, is ""`,
	}
	for text, want := range tests {
		_, err := resolve(t, "key: "+text+"\n")
		assert.ErrorContains(t, err, want, text)
	}
}

func TestNullIsEmpty(t *testing.T) {
	for _, value := range []string{"", " ", "\n", "~", "null", "Null", "NULL ", "# x", " # x\n", "---"} {
		t.Setenv("REQUIREDENV_KEY", value)
		_, err := resolve(t, "key: ${requiredenv:REQUIREDENV_KEY}\n")
		require.ErrorContains(t, err, "environment variable REQUIREDENV_KEY is empty", "%q", value)
		conf, err := resolve(t, "key: ${requiredenv:REQUIREDENV_KEY:-abc }\n")
		require.NoError(t, err, "%q", value)
		assert.Equal(t, "abc", conf.Get("key"), "%q", value)
	}
}

func TestDefault(t *testing.T) {
	t.Setenv("REQUIREDENV_SITE", "datadoghq.eu")
	t.Setenv("REQUIREDENV_BLANK", " ")
	tests := map[string]string{
		"${requiredenv:REQUIREDENV_SITE:-datadoghq.com}":       "datadoghq.eu",
		"${requiredenv:REQUIREDENV_BLANK:-datadoghq.com}":      "datadoghq.com",
		"${requiredenv:REQUIREDENV_NEVER_SET:-https://a:-b}/c": "https://a:-b/c",
	}
	for text, want := range tests {
		conf, err := resolve(t, "site: "+text+"\n")
		require.NoError(t, err, text)
		assert.Equal(t, want, conf.Get("site"), text)
	}
}

func TestForeignScheme(t *testing.T) {
	_, err := provider{}.Retrieve(t.Context(), "env:HOME", nil)
	assert.ErrorContains(t, err, "not supported")
}
