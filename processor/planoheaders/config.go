package planoheaders

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/component"
)

// Where static attributes are written.
const (
	targetSpan     = "span"
	targetResource = "resource"
)

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
		ReservedKeys:   []string{"signals.*", "gen_ai.*", "service.*", "http.*", "error.*"},
		MaxValueLength: 256,
		MaxAttributes:  32,
	}
}

// Validate refuses what can't work, a line per fault that names the key.
func (c *Config) Validate() error {
	errs := c.validatePrefixes()
	for _, key := range slices.Sorted(maps.Keys(c.Static)) {
		switch {
		case strings.TrimSpace(key) == "":
			errs = append(errs, errors.New("static: a key must not be empty"))
		case strings.TrimSpace(c.Static[key]) == "":
			errs = append(errs, fmt.Errorf("static::%s: must not be empty (an environment variable that is not set?)", key))
		}
	}
	if c.StaticTarget != targetSpan && c.StaticTarget != targetResource {
		errs = append(errs, fmt.Errorf("static_target: must be %s or %s, not %q", targetSpan, targetResource, c.StaticTarget))
	}
	if len(c.HeaderPrefixes) > 0 && c.Sources == (SourcesConfig{}) {
		errs = append(errs, errors.New("sources: at least one must be on, or header_prefixes must be empty"))
	}
	for i, name := range c.Only {
		if !slices.Contains(spanKindNames, name) {
			errs = append(errs, fmt.Errorf("only::%d: must be one of %s, not %q", i, strings.Join(spanKindNames, ", "), name))
		}
	}
	for i, key := range c.ReservedKeys {
		if strings.TrimSpace(strings.TrimSuffix(key, ".*")) == "" {
			errs = append(errs, fmt.Errorf("reserved_keys::%d: must be a key or a namespace that ends in .*, not %q", i, key))
		}
	}
	errs = append(errs, c.validateAllowSensitive()...)
	if c.MaxValueLength < 1 {
		errs = append(errs, fmt.Errorf("max_value_length: must be at least 1, not %d", c.MaxValueLength))
	}
	if c.MaxAttributes < 1 {
		errs = append(errs, fmt.Errorf("max_attributes: must be at least 1, not %d", c.MaxAttributes))
	}
	return errors.Join(errs...)
}

func (c *Config) validatePrefixes() (errs []error) {
	seen := make(map[string]int, len(c.HeaderPrefixes))
	for i, prefix := range c.HeaderPrefixes {
		if prefix == "" {
			errs = append(errs, fmt.Errorf("header_prefixes::%d: must not be empty", i))
			continue
		}
		if at := strings.IndexFunc(prefix, notInHeaderName); at >= 0 {
			errs = append(errs, fmt.Errorf("header_prefixes::%d: %q holds a character that no header name has", i, prefix))
		}
		lower := strings.ToLower(prefix)
		if first, ok := seen[lower]; ok {
			errs = append(errs, fmt.Errorf("header_prefixes::%d: %q is header_prefixes::%d again", i, prefix, first))
			continue
		}
		seen[lower] = i
	}
	return errs
}

func (c *Config) validateAllowSensitive() (errs []error) {
	for i, name := range c.AllowSensitive {
		matches := func(prefix string) bool { return prefix != "" && hasPrefixFold(name, prefix, false) }
		switch {
		case name == "":
			errs = append(errs, fmt.Errorf("allow_sensitive::%d: must not be empty", i))
		case !slices.ContainsFunc(c.HeaderPrefixes, matches):
			errs = append(errs, fmt.Errorf("allow_sensitive::%d: %q begins with none of header_prefixes", i, name))
		}
	}
	return errs
}

// notInHeaderName is true for what is not a token character (RFC 9110, section 5.6.2).
func notInHeaderName(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	}
	return !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
}
