package planoheaders

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/component"

	"github.com/otelcol-plano/otelcol-plano/internal/headername"
	"github.com/otelcol-plano/otelcol-plano/internal/settings"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// Where static attributes are written.
const (
	targetSpan     = "span"
	targetResource = "resource"
)

var staticTargets = []string{targetSpan, targetResource}

// Config says which headers become attributes, and which must not.
type Config struct {
	// HeaderPrefixes are the beginnings of the header names that become attributes. Letter case does not
	// matter. The first that fits names the attribute.
	HeaderPrefixes []string `mapstructure:"header_prefixes"`

	// Static attributes are always added, whatever was there before. A header of the same key wins over them.
	Static map[string]string `mapstructure:"static"`

	// StaticTarget is "span" (log record, data point) or "resource".
	StaticTarget string `mapstructure:"static_target"`

	// Sources says where headers are looked for.
	Sources SourcesConfig `mapstructure:"sources"`

	// Only narrows the spans that get attributes to those of any of the kinds "llm", "agent" and "root". Empty
	// means all. It has no bearing on resources, log records and data points.
	Only []string `mapstructure:"only"`

	// RemoveOriginals deletes the attributes that headers were read from.
	RemoveOriginals bool `mapstructure:"remove_originals"`

	// Override lets a header replace an attribute that the sender's own instrumentation set.
	Override bool `mapstructure:"override"`

	// ReservedKeys are attributes that no header can write: a key, or a namespace that ends in ".*".
	ReservedKeys []string `mapstructure:"reserved_keys"`

	// AllowSensitive names, one by one and in full, headers that become attributes although they have the name
	// of a secret.
	AllowSensitive []string `mapstructure:"allow_sensitive"`

	// MaxValueLength is the number of characters at which a header's value is cut.
	MaxValueLength int `mapstructure:"max_value_length"`

	// MaxAttributes is the number of attributes that headers can add to one span.
	MaxAttributes int `mapstructure:"max_attributes"`
}

// SourcesConfig switches the places where headers are looked for, in the order of precedence.
type SourcesConfig struct {
	// Attributes that have the bare name of the header: x-katanemo-user-id.
	Attributes bool `mapstructure:"attributes"`

	// SemanticConventions are http.request.header.x-katanemo-user-id and the older
	// http.request.header.x_katanemo_user_id.
	SemanticConventions bool `mapstructure:"semantic_conventions"`

	// Envoy writes guid:x-request-id.
	Envoy bool `mapstructure:"envoy"`

	// Metadata of the export request, for a receiver with include_metadata.
	Metadata bool `mapstructure:"metadata"`
}

func createDefaultConfig() component.Config {
	return &Config{
		HeaderPrefixes: []string{"x-katanemo-"},
		StaticTarget:   targetSpan,
		Sources: SourcesConfig{
			Attributes:          true,
			SemanticConventions: true,
			Envoy:               true,
			Metadata:            true,
		},
		ReservedKeys:   []string{semconv.SignalsNamespace + "*", "gen_ai.*", "service.*", "http.*", "error.*"},
		MaxValueLength: 256,
		MaxAttributes:  32,
	}
}

// Validate names every setting that can't be used.
func (c *Config) Validate() error {
	return errors.Join(
		headername.ValidatePrefixes("header_prefixes", c.HeaderPrefixes),
		settings.NoEmptyKey("static", c.Static),
		c.validateStatic(),
		settings.OneOf("static_target", c.StaticTarget, staticTargets),
		c.validateSources(),
		settings.EachOneOf("only", c.Only, spanKindNames),
		settings.Each("reserved_keys", c.ReservedKeys, validateReservedKey),
		settings.Each("allow_sensitive", c.AllowSensitive, c.validateAllowed),
		settings.AtLeast("max_value_length", c.MaxValueLength, 1),
		settings.AtLeast("max_attributes", c.MaxAttributes, 1),
	)
}

func (c *Config) validateStatic() error {
	var errs []error
	for _, key := range slices.Sorted(maps.Keys(c.Static)) {
		if err := settings.NotEmpty(settings.Path("static", key), c.Static[key]); err != nil {
			errs = append(errs, fmt.Errorf("%w (an environment variable that is not set?)", err))
		}
	}
	return errors.Join(errs...)
}

func (c *Config) validateSources() error {
	if len(c.HeaderPrefixes) > 0 && c.Sources == (SourcesConfig{}) {
		return errors.New("sources: must not all be off, unless header_prefixes is empty")
	}
	return nil
}

func validateReservedKey(key, reserved string) error {
	if strings.TrimSpace(strings.TrimSuffix(reserved, ".*")) == "" {
		return settings.Must(key, "be a key or a namespace that ends in .*", reserved)
	}
	return nil
}

func (c *Config) validateAllowed(key, name string) error {
	if err := settings.NotEmpty(key, name); err != nil {
		return err
	}
	matches := func(prefix string) bool { return prefix != "" && hasPrefixFold(name, prefix, false) }
	if !slices.ContainsFunc(c.HeaderPrefixes, matches) {
		return settings.Must(key, "begin with one of header_prefixes", name)
	}
	return nil
}
