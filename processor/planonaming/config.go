package planonaming

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"go.opentelemetry.io/collector/component"

	"github.com/otelcol-plano/otelcol-plano/internal/printable"
	"github.com/otelcol-plano/otelcol-plano/internal/settings"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

const (
	defaultMarker = semconv.FlagMarker
	// maxMarkerLength is in bytes; X-Ray cuts a whole name at 200.
	maxMarkerLength = 64
)

// Config says which names change, and how.
type Config struct {
	// Marker is appended, after one space, to the name of a flagged span.
	Marker string `mapstructure:"marker"`

	// Concerning says which spans are flagged.
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
			Quality:             []string{semconv.QualityPoor, semconv.QualitySevere, semconv.QualityError},
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

// Validate names every setting that can't be used.
func (c *Config) Validate() error {
	return errors.Join(
		validateMarker(c.Marker),
		c.Concerning.validate(),
		settings.AtLeast("max_traces", c.MaxTraces, 1),
		settings.Positive("ttl", c.TTL),
		settings.AtLeast("max_dropped_spans", c.MaxDroppedSpans, 1),
		settings.Each("name_from", c.NameFrom, settings.NotEmpty),
		settings.Each("internal::services", c.Internal.Services, settings.NotEmpty),
		settings.Each("internal::outbound_services", c.Internal.OutboundServices, settings.NotEmpty),
		settings.Each("internal::hosts", c.Internal.Hosts, settings.NotEmpty),
		settings.Each("internal::clusters", c.Internal.Clusters, settings.NotEmpty),
	)
}

func validateMarker(marker string) error {
	const key = "marker"
	switch {
	case marker == "":
		return settings.NotEmpty(key, marker)
	case !utf8.ValidString(marker):
		return settings.Must(key, "be UTF-8", marker)
	case printable.Line(marker) != marker:
		return settings.Must(key, "hold no control character", marker)
	case strings.TrimSpace(marker) != marker:
		return settings.Must(key, "neither begin nor end with white space (one space is put before it)", marker)
	case len(marker) > maxMarkerLength:
		return settings.Must(key, fmt.Sprintf("be at most %d bytes long", maxMarkerLength), len(marker))
	}
	return nil
}

func (c *ConcerningConfig) validate() error {
	severity := func(key string, value int) error {
		return settings.Between("concerning::"+key, value, 0, semconv.MaxSeverity)
	}
	return errors.Join(
		settings.Each("concerning::quality", c.Quality, validateQuality),
		settings.Between("concerning::quality_score_below", c.QualityScoreBelow, 0, 100),
		severity("frustration_severity", c.FrustrationSeverity),
		severity("severity::misalignment", c.Severity.Misalignment),
		severity("severity::stagnation", c.Severity.Stagnation),
		severity("severity::disengagement", c.Severity.Disengagement),
		severity("severity::failure", c.Severity.Failure),
		severity("severity::loops", c.Severity.Loops),
		severity("severity::exhaustion", c.Severity.Exhaustion),
	)
}

func validateQuality(key, word string) error {
	if _, _, ok := parseQuality(word); ok {
		return nil
	}
	return settings.OneOf(key, word, titleQualities[:])
}
