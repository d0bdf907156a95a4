package harness

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Trace is a trace as Jaeger's UI reads it from /api/traces. Attributes are tags there,
// and events are logs.
type Trace struct {
	Spans     []*Span `json:"spans"`
	Processes map[string]struct {
		ServiceName string `json:"serviceName"`
		Tags        Tags   `json:"tags"`
	} `json:"processes"`
}

// A Span is a span of a Trace.
type Span struct {
	SpanID        string `json:"spanID"`
	OperationName string `json:"operationName"`
	References    []struct {
		RefType string `json:"refType"`
		SpanID  string `json:"spanID"`
	} `json:"references"`
	StartTime int64  `json:"startTime"` // microseconds
	Duration  int64  `json:"duration"`  // microseconds
	Tags      Tags   `json:"tags"`
	Logs      []Log  `json:"logs"`
	ProcessID string `json:"processID"`
}

// A Log is a span event; its name is the field "event".
type Log struct {
	Timestamp int64 `json:"timestamp"` // microseconds
	Fields    Tags  `json:"fields"`
}

// A Tag is an attribute; Value is a string, a bool or a json.Number.
type Tag struct {
	Key   string `json:"key"`
	Type  string `json:"type"`
	Value any    `json:"value"`
}

// Text is the value as Jaeger's UI shows it.
func (t Tag) Text() string { return fmt.Sprint(t.Value) }

// Tags are attributes, in Jaeger's order.
type Tags []Tag

// Get returns the attribute with a key.
func (t Tags) Get(key string) (tag Tag, ok bool) {
	i := slices.IndexFunc(t, func(tag Tag) bool { return tag.Key == key })
	if i < 0 {
		return Tag{}, false
	}
	return t[i], true
}

// Name returns the event's name.
func (l Log) Name() string {
	event, _ := l.Fields.Get("event")
	return event.Text()
}

// Parent returns the parent's span id, empty for a root.
func (s *Span) Parent() string {
	for _, ref := range s.References {
		if ref.RefType == "CHILD_OF" {
			return ref.SpanID
		}
	}
	return ""
}

// Signals returns the span's signal events.
func (s *Span) Signals() []Log {
	var events []Log
	for _, log := range s.Logs {
		if strings.HasPrefix(log.Name(), "signal.") {
			events = append(events, log)
		}
	}
	return events
}

// NewSignals returns the signal events of the trace that no other span of their session has told before, by `signal.type`.
func (t *Trace) NewSignals() map[string][]Log {
	events := map[string][]Log{}
	for _, span := range t.Spans {
		for _, event := range span.Signals() {
			signalType, _ := event.Fields.Get("signal.type")
			if isNew, ok := event.Fields.Get("signal.new"); ok && isNew.Value == true {
				events[signalType.Text()] = append(events[signalType.Text()], event)
			}
		}
	}
	return events
}

// SignalTypes returns the `signal.type` of every signal event of the trace whose type
// begins with the prefix, sorted.
func (t *Trace) SignalTypes(prefix string) []string {
	var types []string
	for _, span := range t.Spans {
		types = append(types, span.SignalTypes(prefix)...)
	}
	slices.Sort(types)
	return types
}

// SignalTypes returns the `signal.type` of every signal event of the span whose type
// begins with the prefix, in order.
func (s *Span) SignalTypes(prefix string) []string {
	var types []string
	for _, event := range s.Signals() {
		if tag, ok := event.Fields.Get("signal.type"); ok && strings.HasPrefix(tag.Text(), prefix) {
			types = append(types, tag.Text())
		}
	}
	return types
}

// Span returns the span with an id, nil where the trace has none.
func (t *Trace) Span(id string) *Span {
	i := slices.IndexFunc(t.Spans, func(s *Span) bool { return s.SpanID == id })
	if i < 0 {
		return nil
	}
	return t.Spans[i]
}

// Root returns the span without a parent, nil where the trace has none.
func (t *Trace) Root() *Span {
	i := slices.IndexFunc(t.Spans, func(s *Span) bool { return s.Parent() == "" })
	if i < 0 {
		return nil
	}
	return t.Spans[i]
}

// Last returns the span that started last of those that have the tag, nil where
// none has.
func (t *Trace) Last(key string) *Span {
	var with []*Span
	for _, s := range t.Spans {
		if _, ok := s.Tags.Get(key); ok {
			with = append(with, s)
		}
	}
	if len(with) == 0 {
		return nil
	}
	return slices.MaxFunc(with, func(a, b *Span) int { return cmp.Compare(a.StartTime, b.StartTime) })
}

// Service returns the name of the service that the span belongs to.
func (t *Trace) Service(s *Span) string { return t.Processes[s.ProcessID].ServiceName }
