// Package requiredenv reads configuration values from environment variables that
// must not be empty: ${requiredenv:DD_API_KEY}, or with what holds where one is not set or
// empty: ${requiredenv:DD_SITE:-datadoghq.com}. The collector's own ${env:DD_API_KEY} becomes
// empty without a word where the variable is missing, and ${env:DD_SITE:-datadoghq.com} where
// it is empty.
//
// A value is text, without the white space around it, also where YAML would read a number,
// a date or a list: keys and passwords look like those by chance. Settings that are not text
// take ${env:NAME:-default}.
package requiredenv

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"

	"go.opentelemetry.io/collector/confmap"
	"go.yaml.in/yaml/v3"

	"github.com/otelcol-plano/otelcol-plano/internal/settings"
)

const schemeName = "requiredenv"

// name is what the collector's env provider takes for a variable's name.
var name = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)

type provider struct{}

// NewFactory returns a factory of the provider for the scheme "requiredenv".
func NewFactory() confmap.ProviderFactory {
	return confmap.NewProviderFactory(func(confmap.ProviderSettings) confmap.Provider { return provider{} })
}

// Retrieve returns the value of the variable that uri names, or its default. A variable
// that is not set, or whose value is empty, and that has no default is an error that names
// it; the value is never part of an error. What YAML reads as null is empty too: white
// space, a comment, null or ~.
func (provider) Retrieve(_ context.Context, uri string, _ confmap.WatcherFunc) (*confmap.Retrieved, error) {
	selector, ok := strings.CutPrefix(uri, schemeName+":")
	if !ok {
		return nil, fmt.Errorf("%q uri is not supported by %q provider", uri, schemeName)
	}
	variable, fallback, _ := strings.Cut(selector, ":-")
	if !name.MatchString(variable) {
		return nil, settings.Must("${"+uri+"}", "name an environment variable", variable)
	}
	value, set := os.LookupEnv(variable)
	switch {
	case !empty(value):
		return confmap.NewRetrieved(verbatim(strings.TrimSpace(value)))
	case !empty(fallback):
		return confmap.NewRetrieved(strings.TrimSpace(fallback))
	case !set:
		return nil, fmt.Errorf("environment variable %s is not set, the configuration needs it", variable)
	default:
		return nil, fmt.Errorf("environment variable %s is empty, the configuration needs it", variable)
	}
}

func empty(value string) bool {
	var read any
	return yaml.Unmarshal([]byte(value), &read) == nil && read == nil
}

// verbatim keeps the collector from reading ${...} and $$ in what a provider returns.
func verbatim(value string) string {
	return strings.ReplaceAll(value, "$", "$$")
}

func (provider) Scheme() string { return schemeName }

func (provider) Shutdown(context.Context) error { return nil }
