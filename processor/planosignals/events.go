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

// writeEvents adds an event signal.<leaf> at the span's end for each instance to be told that fits. Those that an earlier
// collector wrote are not written again.
func (w *writer) writeEvents(span ptrace.Span, result *sessions.Result) (cut bool, err error) {
	told := w.toTell(result)
	if len(told) == 0 {
		return false, nil
	}
	chosen, err := w.choose(result, told)
	cut = len(chosen) < len(told)
	chosen = withoutWritten(chosen, span.Events())
	span.Events().EnsureCapacity(span.Events().Len() + len(chosen))
	for i := range chosen {
		chosen[i].put(span.Events().AppendEmpty(), span.EndTimestamp())
	}
	return cut, err
}

// toTell returns the indices of the instances that are to have an event, by importance: of a concerning conversation the most
// important one, of all others those that are new.
func (w *writer) toTell(result *sessions.Result) []int {
	instances, most := result.Report.Instances, -1
	if len(instances) == 0 {
		return nil
	}
	rank := rankOf(instances)
	if result.Report.Quality <= signals.Poor {
		most = 0
		for i := range instances {
			if rank(i, most) < 0 {
				most = i
			}
		}
	}
	var told []int
	for i, novelty := range result.News {
		if w.allEvents || novelty != sessions.Old || i == most {
			told = append(told, i)
		}
	}
	slices.SortFunc(told, rank)
	return told
}

// choose returns the events of the instances that fit, in the order of the instances.
func (w *writer) choose(result *sessions.Result, told []int) (chosen []instanceEvent, err error) {
	told = told[:min(len(told), maxEvents)]
	chosen = make([]instanceEvent, 0, len(told))
	left := w.eventBytes
	for _, i := range told {
		e, problem := w.eventOf(&result.Report.Instances[i])
		err = errors.Join(err, problem)
		e.isNew = result.News[i] != sessions.Old
		if size := e.size(); size <= left {
			left -= size
			e.place = i
			chosen = append(chosen, e)
		}
	}
	slices.SortFunc(chosen, func(a, b instanceEvent) int { return cmp.Compare(a.place, b.place) })
	return chosen, err
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

// rankOf compares indices of instances by importance: the last one of each leaf comes first, the most urgent in front, then all
// others from the last one back.
func rankOf(instances []signals.Instance) func(i, j int) int {
	var lastOf [signals.LeafCount]int
	for i := range instances {
		lastOf[instances[i].Leaf] = i
	}
	rank := func(i int) int {
		if leaf := instances[i].Leaf; lastOf[leaf] == i {
			return urgency[leaf.Category()]
		}
		return signals.CategoryCount + 1
	}
	return func(i, j int) int { return cmp.Or(cmp.Compare(rank(i), rank(j)), cmp.Compare(j, i)) }
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
