package planonaming

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"go.opentelemetry.io/collector/component"
)

const (
	defaultMarker = "🚩"
	// maxMarkerLength is in bytes; X-Ray cuts a whole name at 200.
	maxMarkerLength = 64
	maxSeverity     = 3
)

// Config says which names change, and how.
type Config struct {
	// Marker is appended, after one space, to the name of a flagged span.
	Marker string `mapstructure:"marker"`

	// Concerning is the line between a span that is flagged and one that is not.
	Concerning ConcerningConfig `mapstructure:"concerning"`

	// PropagateToRoot flags the root of a trace that holds a flagged span, when the root comes in the same
	// batch or in a later one.
	PropagateToRoot bool `mapstructure:"propagate_to_root"`

	// MaxTraces is how many flagged traces are remembered for their root; the oldest goes first.
	MaxTraces int `mapstructure:"max_traces"`

	// TTL is how long a flagged trace waits for its root after its last flagged span, and a dropped span for
	// its children.
	TTL time.Duration `mapstructure:"ttl"`

	// KeepOriginalName writes a name that changes to span.original_name.
	KeepOriginalName bool `mapstructure:"keep_original_name"`

	// SetResourceName writes the name of a flagged span to resource.name, which Datadog shows.
	SetResourceName bool `mapstructure:"set_resource_name"`

	// NameFrom names spans after the values of these attributes, joined by spaces. A span that has none of
	// them keeps its name.
	NameFrom []string `mapstructure:"name_from"`

	// ServiceNameOverride moves a span that has service.name.override under a resource of that service.
	ServiceNameOverride bool `mapstructure:"service_name_override"`

	// DropInternal drops the spans of a gateway's internal work. Their children get their parent.
	DropInternal bool `mapstructure:"drop_internal"`

	// Internal tells what DropInternal drops.
	Internal InternalConfig `mapstructure:"internal"`

	// MaxDroppedSpans is how many dropped spans are remembered for children in later batches; the oldest
	// goes first.
	MaxDroppedSpans int `mapstructure:"max_dropped_spans"`
}

// ConcerningConfig is a list of reasons; any one of them flags a span.
type ConcerningConfig struct {
	// Quality lists values of signals.quality, in any letter case.
	Quality []string `mapstructure:"quality"`

	// QualityScoreBelow compares signals.quality_score, 0 to 100. 0 turns it off.
	QualityScoreBelow float64 `mapstructure:"quality_score_below"`

	// EscalationRequested is about signals.escalation.requested.
	EscalationRequested bool `mapstructure:"escalation_requested"`

	// FrustrationSeverity is the least signals.frustration.severity, 1 to 3. 0 turns it off.
	FrustrationSeverity int `mapstructure:"frustration_severity"`

	// Severity holds the least severities of the taxonomy's categories.
	Severity SeverityConfig `mapstructure:"severity"`

	// AlreadyFlagged spans, by their sender or an earlier collector, count too: their name ends in the marker,
	// or signals.flagged is true.
	AlreadyFlagged bool `mapstructure:"already_flagged"`
}

// SeverityConfig holds a least severity, 1 to 3, for each category of the taxonomy. 0 turns one off.
type SeverityConfig struct {
	Misalignment  int `mapstructure:"misalignment"`
	Stagnation    int `mapstructure:"stagnation"`
	Disengagement int `mapstructure:"disengagement"`
	Failure       int `mapstructure:"failure"`
	Loops         int `mapstructure:"loops"`
	Exhaustion    int `mapstructure:"exhaustion"`
}

// InternalConfig tells internal spans by their service, which is service.name.override where a span has it,
// else the service.name of its resource.
type InternalConfig struct {
	// Services whose spans are all internal.
	Services []string `mapstructure:"services"`

	// OutboundServices whose spans are internal where they go to one of Hosts or Clusters.
	OutboundServices []string `mapstructure:"outbound_services"`

	// Hosts of the gateway's own models, with their subdomains.
	Hosts []string `mapstructure:"hosts"`

	// Clusters of Envoy that lead to the gateway's own models.
	Clusters []string `mapstructure:"clusters"`
}

func createDefaultConfig() component.Config {
	return &Config{
		Marker: defaultMarker,
		Concerning: ConcerningConfig{
			Quality:             []string{"Poor", "Severe", "Error"},
			EscalationRequested: true,
			FrustrationSeverity: 2,
			Severity:            SeverityConfig{Misalignment: 3, Stagnation: 3, Disengagement: 2, Failure: 3, Loops: 3},
			AlreadyFlagged:      true,
		},
		PropagateToRoot: true,
		MaxTraces:       50_000,
		TTL:             10 * time.Minute,
		Internal: InternalConfig{
			Services:         []string{"plano(routing)"},
			OutboundServices: []string{"plano(outbound)"},
			Hosts:            []string{"archfc.katanemo.dev"},
			Clusters:         []string{"arch"},
		},
		MaxDroppedSpans: 50_000,
	}
}

// Validate refuses what can't work, a line per fault that names the key.
func (c *Config) Validate() error {
	var errs []error
	if err := validateMarker(c.Marker); err != nil {
		errs = append(errs, fmt.Errorf("marker: %w", err))
	}
	errs = append(errs, c.Concerning.faults()...)
	if c.MaxTraces < 1 {
		errs = append(errs, fmt.Errorf("max_traces: must be at least 1, not %d", c.MaxTraces))
	}
	if c.TTL <= 0 {
		errs = append(errs, fmt.Errorf("ttl: must be more than 0, not %s", c.TTL))
	}
	if c.MaxDroppedSpans < 1 {
		errs = append(errs, fmt.Errorf("max_dropped_spans: must be at least 1, not %d", c.MaxDroppedSpans))
	}
	errs = append(errs, emptyEntries("name_from", c.NameFrom)...)
	errs = append(errs, emptyEntries("internal::services", c.Internal.Services)...)
	errs = append(errs, emptyEntries("internal::outbound_services", c.Internal.OutboundServices)...)
	errs = append(errs, emptyEntries("internal::hosts", c.Internal.Hosts)...)
	errs = append(errs, emptyEntries("internal::clusters", c.Internal.Clusters)...)
	return errors.Join(errs...)
}

func validateMarker(marker string) error {
	switch {
	case marker == "":
		return errors.New("must not be empty")
	case !utf8.ValidString(marker):
		return errors.New("must be UTF-8")
	case strings.ContainsFunc(marker, unicode.IsControl):
		return fmt.Errorf("must not hold control characters: %q", marker)
	case strings.TrimSpace(marker) != marker:
		return fmt.Errorf("must not begin or end with white space: %q; one space is put before it", marker)
	case len(marker) > maxMarkerLength:
		return fmt.Errorf("must be at most %d bytes long, not %d", maxMarkerLength, len(marker))
	}
	return nil
}

func (c *ConcerningConfig) faults() (errs []error) {
	for i, name := range c.Quality {
		if _, _, ok := parseQuality(name); !ok {
			errs = append(errs, fmt.Errorf("concerning::quality::%d: must be one of %s, not %q", i, qualityNames(), name))
		}
	}
	// Written so that NaN is refused.
	if !(c.QualityScoreBelow >= 0 && c.QualityScoreBelow <= 100) {
		errs = append(errs, fmt.Errorf("concerning::quality_score_below: must be 0 to 100, not %v", c.QualityScoreBelow))
	}
	for _, s := range []struct {
		key   string
		value int
	}{
		{"frustration_severity", c.FrustrationSeverity},
		{"severity::misalignment", c.Severity.Misalignment},
		{"severity::stagnation", c.Severity.Stagnation},
		{"severity::disengagement", c.Severity.Disengagement},
		{"severity::failure", c.Severity.Failure},
		{"severity::loops", c.Severity.Loops},
		{"severity::exhaustion", c.Severity.Exhaustion},
	} {
		if s.value < 0 || s.value > maxSeverity {
			errs = append(errs, fmt.Errorf("concerning::%s: must be 0 (off) to %d, not %d", s.key, maxSeverity, s.value))
		}
	}
	return errs
}

func emptyEntries(key string, entries []string) (errs []error) {
	for i, entry := range entries {
		if strings.TrimSpace(entry) == "" {
			errs = append(errs, fmt.Errorf("%s::%d: must not be empty", key, i))
		}
	}
	return errs
}
