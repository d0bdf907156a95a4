package e2e

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Types that Jaeger gives a tag. Arrays and maps arrive as strings of JSON.
const (
	typeString  = "string"
	typeInt64   = "int64"
	typeFloat64 = "float64"
	typeBool    = "bool"
)

// A jaegerTrace is a trace as Jaeger's UI reads it from /api/traces.
type jaegerTrace struct {
	Spans     []*jaegerSpan `json:"spans"`
	Processes map[string]struct {
		ServiceName string      `json:"serviceName"`
		Tags        []jaegerTag `json:"tags"`
	} `json:"processes"`
}

type jaegerSpan struct {
	SpanID        string `json:"spanID"`
	OperationName string `json:"operationName"`
	References    []struct {
		RefType string `json:"refType"`
		SpanID  string `json:"spanID"`
	} `json:"references"`
	StartTime int64       `json:"startTime"` // microseconds
	Duration  int64       `json:"duration"`  // microseconds
	Tags      []jaegerTag `json:"tags"`
	Logs      []jaegerLog `json:"logs"`
	ProcessID string      `json:"processID"`
}

// A jaegerLog is a span event; its name is the field "event".
type jaegerLog struct {
	Timestamp int64       `json:"timestamp"` // microseconds
	Fields    []jaegerTag `json:"fields"`
}

// A jaegerTag is an attribute; Value is a string, a bool or a json.Number.
type jaegerTag struct {
	Key   string `json:"key"`
	Type  string `json:"type"`
	Value any    `json:"value"`
}

// text is the value as Jaeger's UI shows it.
func (t jaegerTag) text() string { return fmt.Sprint(t.Value) }

func lookup(tags []jaegerTag, key string) (jaegerTag, bool) {
	i := slices.IndexFunc(tags, func(t jaegerTag) bool { return t.Key == key })
	if i < 0 {
		return jaegerTag{}, false
	}
	return tags[i], true
}

func (s *jaegerSpan) tag(key string) (jaegerTag, bool) { return lookup(s.Tags, key) }

func (l jaegerLog) field(key string) (jaegerTag, bool) { return lookup(l.Fields, key) }

func (l jaegerLog) name() string {
	event, _ := l.field("event")
	return event.text()
}

// parent returns the parent's span id, empty for a root.
func (s *jaegerSpan) parent() string {
	for _, ref := range s.References {
		if ref.RefType == "CHILD_OF" {
			return ref.SpanID
		}
	}
	return ""
}

// signals returns the span's signal events.
func (s *jaegerSpan) signals() []jaegerLog {
	var events []jaegerLog
	for _, log := range s.Logs {
		if strings.HasPrefix(log.name(), "signal.") {
			events = append(events, log)
		}
	}
	return events
}

// signalTypes returns the `signal.type` of every signal event of the trace
// whose type begins with the prefix, sorted.
func (t *jaegerTrace) signalTypes(prefix string) []string {
	var types []string
	for _, span := range t.Spans {
		types = append(types, span.signalTypes(prefix)...)
	}
	slices.Sort(types)
	return types
}

func (s *jaegerSpan) signalTypes(prefix string) []string {
	var types []string
	for _, event := range s.signals() {
		if tag, ok := event.field("signal.type"); ok && strings.HasPrefix(tag.text(), prefix) {
			types = append(types, tag.text())
		}
	}
	return types
}

// span returns the span with an id, nil where the trace has none.
func (t *jaegerTrace) span(id string) *jaegerSpan {
	i := slices.IndexFunc(t.Spans, func(s *jaegerSpan) bool { return s.SpanID == id })
	if i < 0 {
		return nil
	}
	return t.Spans[i]
}

// root returns the span without a parent, nil where the trace has none.
func (t *jaegerTrace) root() *jaegerSpan {
	i := slices.IndexFunc(t.Spans, func(s *jaegerSpan) bool { return s.parent() == "" })
	if i < 0 {
		return nil
	}
	return t.Spans[i]
}

// last returns the span that started last of those that have the tag, nil where
// none has.
func (t *jaegerTrace) last(key string) *jaegerSpan {
	var with []*jaegerSpan
	for _, s := range t.Spans {
		if _, ok := s.tag(key); ok {
			with = append(with, s)
		}
	}
	if len(with) == 0 {
		return nil
	}
	return slices.MaxFunc(with, func(a, b *jaegerSpan) int { return cmp.Compare(a.StartTime, b.StartTime) })
}

// service returns the name of the service that the span belongs to.
func (t *jaegerTrace) service(s *jaegerSpan) string { return t.Processes[s.ProcessID].ServiceName }
