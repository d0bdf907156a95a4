package planosignals

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/sessions"
	"github.com/otelcol-plano/otelcol-plano/signals"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// maxEvents bounds the events of one span; the counts say how many fired.
const maxEvents = 128

// maxSnippet bounds what is written of the text that raised a signal, in bytes.
const maxSnippet = 512

// writeEvents adds an event signal.<leaf> at the span's end for each instance that fits. Those that an earlier
// collector wrote are not written again.
func (w *writer) writeEvents(span ptrace.Span, result *sessions.Result) (cut bool, err error) {
	chosen, cut, err := w.choose(result)
	chosen = withoutWritten(chosen, span.Events())
	span.Events().EnsureCapacity(span.Events().Len() + len(chosen))
	for i := range chosen {
		chosen[i].put(span.Events().AppendEmpty(), span.EndTimestamp())
	}
	return cut, err
}

// choose returns the events of the instances to be told that fit, in the order of the instances; cut is true where some do
// not.
func (w *writer) choose(result *sessions.Result) (chosen []instanceEvent, cut bool, err error) {
	instances, news := result.Report.Instances, result.News
	chosen = make([]instanceEvent, 0, min(len(instances), maxEvents))
	left := w.eventBytes
	for rank, i := range byImportance(instances) {
		if news[i] == sessions.Old && !w.allEvents && (rank > 0 || result.Report.Quality > signals.Poor) {
			continue
		}
		if len(chosen) == maxEvents {
			cut = true
			break
		}
		e, problem := w.eventOf(&instances[i])
		err = errors.Join(err, problem)
		e.isNew = news[i] != sessions.Old
		if size := e.size(); size <= left {
			left -= size
			e.place = i
			chosen = append(chosen, e)
		} else {
			cut = true
		}
	}
	slices.SortFunc(chosen, func(a, b instanceEvent) int { return cmp.Compare(a.place, b.place) })
	return chosen, cut, err
}

// urgency orders the categories by what a person has to know first.
var urgency = [signals.CategoryCount]int{
	signals.Disengagement: 1,
	signals.Exhaustion:    2,
	signals.Failure:       3,
	signals.Loops:         4,
	signals.Misalignment:  5,
	signals.Stagnation:    6,
	signals.Satisfaction:  7,
}

// byImportance orders the indices of instances: the last one of each leaf, the most urgent first, then all others from
// the last one back.
func byImportance(instances []signals.Instance) []int {
	var lastOf [signals.LeafCount]int
	order := make([]int, len(instances))
	for i := range instances {
		lastOf[instances[i].Leaf] = i
		order[i] = i
	}
	rank := func(i int) int {
		if leaf := instances[i].Leaf; lastOf[leaf] == i {
			return urgency[leaf.Category()]
		}
		return signals.CategoryCount + 1
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(cmp.Compare(rank(i), rank(j)), cmp.Compare(j, i)) })
	return order
}

// instanceEvent is the event of one instance, its texts bounded.
type instanceEvent struct {
	instance          *signals.Instance
	place             int // among the instances
	isNew             bool
	leaf              string
	snippet, metadata string
}

func (w *writer) eventOf(in *signals.Instance) (e instanceEvent, err error) {
	e = instanceEvent{instance: in, leaf: in.Leaf.String()}
	if w.snippets {
		e.snippet = clip(in.Snippet, maxSnippet)
	}
	e.metadata, err = metadataJSON(in.Metadata)
	return e, err
}

// size counts the bytes of names, texts and numbers.
func (e *instanceEvent) size() int {
	const number = 8
	size := len(semconv.SignalNamespace) + len(e.leaf) + number +
		len(semconv.SignalType) + len(e.leaf) +
		len(semconv.SignalMessageIndex) + number +
		len(semconv.SignalConfidence) + number +
		len(semconv.SignalNew) + 1
	if e.snippet != "" {
		size += len(semconv.SignalSnippet) + len(e.snippet)
	}
	if e.metadata != "" {
		size += len(semconv.SignalMetadata) + len(e.metadata)
	}
	return size
}

func (e *instanceEvent) put(event ptrace.SpanEvent, at pcommon.Timestamp) {
	event.SetName(semconv.SignalEvent(e.leaf))
	event.SetTimestamp(at)
	attributes := event.Attributes()
	attributes.PutStr(semconv.SignalType, e.leaf)
	attributes.PutInt(semconv.SignalMessageIndex, int64(e.instance.MessageIndex))
	attributes.PutDouble(semconv.SignalConfidence, e.instance.Confidence)
	attributes.PutBool(semconv.SignalNew, e.isNew)
	if e.snippet != "" {
		attributes.PutStr(semconv.SignalSnippet, e.snippet)
	}
	if e.metadata != "" {
		attributes.PutStr(semconv.SignalMetadata, e.metadata)
	}
}

// withoutWritten leaves out what is among the events of the span already.
func withoutWritten(chosen []instanceEvent, events ptrace.SpanEventSlice) []instanceEvent {
	type key struct {
		leaf  string
		index int64
	}
	var written map[key]bool
	for _, event := range events.All() {
		leaf, ok := strings.CutPrefix(event.Name(), semconv.SignalNamespace)
		if !ok {
			continue
		}
		if index, ok := event.Attributes().Get(semconv.SignalMessageIndex); ok {
			if written == nil {
				written = map[key]bool{}
			}
			written[key{leaf, index.Int()}] = true
		}
	}
	return slices.DeleteFunc(chosen, func(e instanceEvent) bool { return written[key{e.leaf, int64(e.instance.MessageIndex)}] })
}
