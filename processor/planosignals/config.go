package planosignals

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configopaque"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/conversation/sessions"
	"github.com/otelcol-plano/otelcol-plano/internal/settings"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Config of the planosignals processor.
type Config struct {
	// AnalysisConfig holds the settings of the analysis.
	AnalysisConfig `mapstructure:",squash"`
	// LimitsConfig bounds what reading one span may cost.
	LimitsConfig `mapstructure:",squash"`

	// Write says which families of attributes and events go onto a span: documented (the
	// names that Plano documents), taxonomy (signals.<layer>.<category>.*), events (one
	// span event per signal).
	Write []Family `mapstructure:"write"`
	// Events says which signals have an event on a span: new (those that its messages raised first, and on a span of which
	// the quality is Poor or Severe the one that weighs most) or all.
	Events Events `mapstructure:"events"`
	// QualityCase is how signals.quality is written: title (Severe) or lower (severe).
	QualityCase QualityCase `mapstructure:"quality_case"`
	// MaxReportBytes bounds what a report writes onto one span: names and values of attributes, and of events. The
	// attributes always fit, events are left out; at least 2560.
	MaxReportBytes int `mapstructure:"max_report_bytes"`
	// Existing says what happens on spans that already have signals.quality: keep leaves what is
	// there and adds only what is missing, recompute removes it, with the flag that came of it, and
	// writes anew.
	Existing Existing `mapstructure:"existing"`
	// Summary writes signals.summary, one line that says why the quality is what it is.
	Summary bool `mapstructure:"summary"`
	// Snippets writes the text that raised a signal into its event.
	Snippets bool `mapstructure:"snippets"`
	// Content says what happens to message text after the analysis: keep leaves it, redact replaces it
	// by its length and keeps roles, tool names and ids that have the form of one, hash replaces it by a hash that is the same
	// for the same text and keeps the same, drop removes the attributes, events and bodies of log records that hold it. All but
	// keep turn Snippets off.
	Content Content `mapstructure:"content"`
	// HashKey is the key of the hashes, at least 16 bytes; needed where Content or Faults.Content is hash.
	HashKey configopaque.String `mapstructure:"hash_key"`
	// Normalize writes what spans of models, agents and tools say under the names of OpenTelemetry's conventions for
	// generative AI, after the analysis and before Content is heeded.
	Normalize bool `mapstructure:"normalize"`
	// NormalizeOwn says what happens to the sender's own attributes and events where Normalize has written all that they
	// say: keep leaves them, remove removes them.
	NormalizeOwn Own `mapstructure:"normalize_own"`
	// AgentSpans analyses spans of agents too, which mostly repeat the messages of the chat spans under
	// them.
	AgentSpans bool `mapstructure:"agent_spans"`
	// Sessions are the settings of what is remembered of each session.
	Sessions SessionsConfig `mapstructure:"sessions"`
	// Logs are the settings of content that stands in log records; it counts where the processor is in a pipeline of logs, too.
	Logs LogsConfig `mapstructure:"logs"`
	// Metrics bound the labels of the own metrics.
	Metrics MetricsConfig `mapstructure:"metrics"`
	// Faults are the settings of what spans report themselves.
	Faults FaultsConfig `mapstructure:"faults"`
}

// AnalysisConfig is [signals.Config] without its Validate, which the collector would
// call by itself and report under the name of the embedded field.
type AnalysisConfig signals.Config

// LimitsConfig is [conversation.Limits] without its Validate, for the same reason.
type LimitsConfig conversation.Limits

// MetricsConfig bounds the labels that come from outside.
type MetricsConfig struct {
	// MaxOrigins is how many combinations of service, model and agent are counted apart, at least 1;
	// those met later count as "other".
	MaxOrigins int `mapstructure:"max_origins"`
	// IdleTimeout is how long an origin keeps its place after its last conversation while others need it;
	// above 0. Its series end then.
	IdleTimeout time.Duration `mapstructure:"idle_timeout"`
}

// SessionsConfig bounds the memory of what was read already, by which a history that is sent again is recognised, a signal
// counts once, and calls that hold only their own turn are put together.
type SessionsConfig struct {
	// Attributes are names of attributes that hold the id of a session beside those that are known, such as headers that
	// planoheaders turned into attributes.
	Attributes []string `mapstructure:"attributes"`
	// MaxSessions is how many sessions are remembered, at least 1; the one unused for longest makes room.
	MaxSessions int `mapstructure:"max_sessions"`
	// MaxBytes is how much memory they take together, at least 65536.
	MaxBytes int `mapstructure:"max_bytes"`
	// TTL is how long a session is remembered after its last span; above 0.
	TTL time.Duration `mapstructure:"ttl"`
	// Storage names the extension that keeps the sessions over a restart; nil is none.
	Storage *component.ID `mapstructure:"storage"`
}

func (c *SessionsConfig) limits() sessions.Limits {
	return sessions.Limits{MaxSessions: c.MaxSessions, MaxBytes: c.MaxBytes, TTL: c.TTL}
}

// LogsConfig bounds how content in log records and the spans of the calls wait for one another.
type LogsConfig struct {
	// Wait is how long the span of a call without content waits for the records that hold it; at least 0.
	Wait time.Duration `mapstructure:"wait"`
	// TTL is how long content waits for its span; above 0.
	TTL time.Duration `mapstructure:"ttl"`
	// MaxBytes is how much memory both take together, at least 65536; the oldest makes room.
	MaxBytes int `mapstructure:"max_bytes"`
}

// minLogsBytes is the least memory for content that waits.
const minLogsBytes = 64 << 10

// minSessionsBytes is the least memory for sessions: that of a long one.
const minSessionsBytes = 64 << 10

// FaultsConfig bounds the memory that keeps one fault, seen by spans that arrive in
// several batches, from counting several times, and says what happens to the texts of errors.
type FaultsConfig struct {
	// Content says what happens to the texts of exceptions, statuses and errors: keep, redact, drop or hash, or empty for
	// what happens to message text. All but keep leave them out of signal.metadata, too.
	Content Content `mapstructure:"content"`
	// MaxTraces is how many traces with faults are remembered, about 300 bytes each and at most 8 kB; at least 1.
	MaxTraces int `mapstructure:"max_traces"`
	// TTL is how long a trace is remembered after its last fault; above 0.
	TTL time.Duration `mapstructure:"ttl"`
}

// Family is a group of attributes, or the events.
type Family string

// The families.
const (
	FamilyDocumented Family = "documented"
	FamilyTaxonomy   Family = "taxonomy"
	FamilyEvents     Family = "events"
)

// Events says which signals have an event.
type Events string

// The choices.
const (
	EventsNew Events = "new"
	EventsAll Events = "all"
)

// QualityCase is how the words of signals.quality are spelled.
type QualityCase string

// The spellings.
const (
	QualityTitle QualityCase = "title"
	QualityLower QualityCase = "lower"
)

// Existing says what happens to signals that a gateway has put on a span.
type Existing string

// What can happen to them.
const (
	ExistingKeep      Existing = "keep"
	ExistingRecompute Existing = "recompute"
)

// Content says what happens to message text after the analysis.
type Content string

// What can happen to it.
const (
	ContentKeep   Content = "keep"
	ContentRedact Content = "redact"
	ContentDrop   Content = "drop"
	ContentHash   Content = "hash"
)

// Own says what happens to a sender's own attributes.
type Own string

// What can happen to them.
const (
	OwnKeep   Own = "keep"
	OwnRemove Own = "remove"
)

var (
	eventsKinds  = []Events{EventsNew, EventsAll}
	families     = []Family{FamilyDocumented, FamilyTaxonomy, FamilyEvents}
	qualityCases = []QualityCase{QualityTitle, QualityLower}
	existings    = []Existing{ExistingKeep, ExistingRecompute}
	owns         = []Own{OwnKeep, OwnRemove}
	contents     = []Content{ContentKeep, ContentRedact, ContentDrop, ContentHash}
)

func createDefaultConfig() component.Config {
	return &Config{
		AnalysisConfig: AnalysisConfig(signals.DefaultConfig()),
		LimitsConfig:   LimitsConfig(conversation.DefaultLimits()),
		Write:          slices.Clone(families),
		Events:         EventsNew,
		QualityCase:    QualityTitle,
		MaxReportBytes: 16 << 10,
		Existing:       ExistingKeep,
		Summary:        true,
		Snippets:       true,
		Content:        ContentKeep,
		Sessions:       SessionsConfig{MaxSessions: 100_000, MaxBytes: 192 << 20, TTL: time.Hour},
		Logs:           LogsConfig{Wait: 10 * time.Second, TTL: 5 * time.Minute, MaxBytes: 64 << 20},
		NormalizeOwn:   OwnKeep,
		Metrics:        MetricsConfig{MaxOrigins: 500, IdleTimeout: time.Hour},
		Faults:         FaultsConfig{MaxTraces: 10_000, TTL: 5 * time.Minute},
	}
}

// Validate names every setting that can't be used.
func (c *Config) Validate() error {
	return errors.Join(
		(*signals.Config)(&c.AnalysisConfig).Validate(),
		(*conversation.Limits)(&c.LimitsConfig).Validate(),
		settings.SomeEntry("write", c.Write),
		settings.EachOneOf("write", c.Write, families),
		settings.OneOf("events", c.Events, eventsKinds),
		settings.OneOf("quality_case", c.QualityCase, qualityCases),
		settings.AtLeast("max_report_bytes", c.MaxReportBytes, maxAttributeBytes),
		settings.OneOf("existing", c.Existing, existings),
		settings.OneOf("content", c.Content, contents),
		settings.Each("sessions::attributes", c.Sessions.Attributes, settings.NotEmpty),
		settings.AtLeast("sessions::max_sessions", c.Sessions.MaxSessions, 1),
		settings.AtLeast("sessions::max_bytes", c.Sessions.MaxBytes, minSessionsBytes),
		settings.Positive("sessions::ttl", c.Sessions.TTL),
		c.validateHashKey(),
		settings.AtLeast("logs::wait", c.Logs.Wait, 0),
		settings.Positive("logs::ttl", c.Logs.TTL),
		settings.AtLeast("logs::max_bytes", c.Logs.MaxBytes, minLogsBytes),
		settings.OneOf("normalize_own", c.NormalizeOwn, owns),
		settings.AtLeast("metrics::max_origins", c.Metrics.MaxOrigins, 1),
		settings.Positive("metrics::idle_timeout", c.Metrics.IdleTimeout),
		settings.OneOf("faults::content", cmp.Or(c.Faults.Content, ContentKeep), contents),
		settings.AtLeast("faults::max_traces", c.Faults.MaxTraces, 1),
		settings.Positive("faults::ttl", c.Faults.TTL),
	)
}

// validateHashKey names no part of the key.
func (c *Config) validateHashKey() error {
	if c.Content != ContentHash && c.faultContent() != ContentHash || len(c.HashKey) >= conversation.MinHashKey {
		return nil
	}
	return fmt.Errorf("hash_key: must be at least %d bytes where content is hash, is %d", conversation.MinHashKey, len(c.HashKey))
}

func (c *Config) writes(family Family) bool { return slices.Contains(c.Write, family) }

// faultContent says what happens to the texts of errors.
func (c *Config) faultContent() Content {
	return cmp.Or(c.Faults.Content, c.Content)
}
