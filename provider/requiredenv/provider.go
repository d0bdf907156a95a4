// Package requiredenv reads configuration values from environment variables that
// must be set: ${requiredenv:DD_API_KEY}. The collector's own ${env:DD_API_KEY}
// becomes empty without a word where the variable is missing.
package requiredenv

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"

	"go.opentelemetry.io/collector/confmap"
)

const schemeName = "requiredenv"

// name is what the collector's env provider takes for a variable's name.
var name = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)

type provider struct{}

// NewFactory returns a factory of the provider for the scheme "requiredenv".
func NewFactory() confmap.ProviderFactory {
	return confmap.NewProviderFactory(func(confmap.ProviderSettings) confmap.Provider { return provider{} })
}

// Retrieve returns the value of the variable that uri names, read as YAML like
// that of ${env:NAME}. A variable that is not set, or holds nothing but white
// space, is an error that names it; the value is never part of an error.
func (provider) Retrieve(_ context.Context, uri string, _ confmap.WatcherFunc) (*confmap.Retrieved, error) {
	variable, ok := strings.CutPrefix(uri, schemeName+":")
	if !ok {
		return nil, fmt.Errorf("%q uri is not supported by %q provider", uri, schemeName)
	}
	if !name.MatchString(variable) {
		return nil, fmt.Errorf("${%s}: %q is not the name of an environment variable", uri, variable)
	}
	value, set := os.LookupEnv(variable)
	switch {
	case !set:
		return nil, fmt.Errorf("environment variable %s is not set, the configuration needs it", variable)
	case strings.TrimSpace(value) == "":
		return nil, fmt.Errorf("environment variable %s is empty, the configuration needs it", variable)
	}
	return confmap.NewRetrievedFromYAML([]byte(value))
}

func (provider) Scheme() string { return schemeName }

func (provider) Shutdown(context.Context) error { return nil }
