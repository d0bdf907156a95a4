package faults

import (
	"slices"
	"sync"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/expiring"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

const (
	// maxSilent bounds the spans that are remembered of a trace: from that many on, those that tell nothing are
	// not. Those that tell always are; each leaf has but one.
	maxSilent = 64
	// maxResults is how many failed tool results of a trace's chat spans are remembered, the newest.
	maxResults = 32
)

// memory remembers what the faulty spans of each trace told, so that a span seen again tells the same
// again, and another span of the same fault tells nothing.
type memory struct {
	mu     sync.Mutex
	traces *expiring.Store[pcommon.TraceID, traceMemory]
	// open are the traces in which a request failed that may yet be made again.
	open    *expiring.Store[pcommon.TraceID, openRequest]
	evicted int64
}

func newMemory(maxTraces int, ttl time.Duration, now func() time.Time) *memory {
	return &memory{
		traces: expiring.New[pcommon.TraceID, traceMemory](maxTraces, ttl, now),
		open:   expiring.New[pcommon.TraceID, openRequest](maxTraces, ttl, now),
	}
}

// traceMemory is what is remembered of one trace. A copy of it stays valid: settled only grows at its
// end, results are replaced.
type traceMemory struct {
	told    toldFaults
	settled []verdict
	results []ToolResult
	// ended is true where a span told that a request got no answer.
	ended bool
}

// verdict is what was decided of a span when it was first seen.
type verdict struct {
	id pcommon.SpanID
	// evidence is what the span tells, nil where it is silent.
	evidence *signals.Evidence
}

// candidate is a verdict that the memory may yet turn into silence.
type candidate struct {
	verdict
	named bool   // the evidence names a cause
	told  period // when it took place
}

// noLeaf is that of evidence whose signal another span of the trace raised.
const noLeaf = signals.Leaf(signals.LeafCount)

// verdictOn returns what was decided of a span; ok is false where it is new.
func (t *traceMemory) verdictOn(id pcommon.SpanID) (evidence *signals.Evidence, ok bool) {
	for i := range t.settled {
		if t.settled[i].id == id {
			return t.settled[i].evidence, true
		}
	}
	return nil, false
}

// holds is true where a chat span of the trace told that this call failed.
func (t *traceMemory) holds(result ToolResult) bool {
	return slices.ContainsFunc(t.results, result.sameCall)
}

// toldFaults are the faults that were told of a trace, or were no news, and when they took place; two a leaf at most.
type toldFaults []toldFault

type toldFault struct {
	leaf signals.Leaf
	// named is false where no cause is told: a status of 5xx or a bare "failed" names none.
	named bool
	at    period
	// silent is true where it was no news.
	silent bool
}

// add returns true where a fault is news in its trace, and notes it. Of what took place at one time, the first cause after
// a fault without one is taken for its cause, and is no news.
func (told *toldFaults) add(leaf signals.Leaf, named bool, at period) bool {
	news, causes, noted := true, 0, false
	for i := range *told {
		f := &(*told)[i]
		switch apart := f.at.apart(at); {
		case f.leaf == leaf && (!f.silent || !apart):
			f.named = f.named || named
			return false
		case !apart:
			news = false
			if f.named {
				causes++
			}
		}
		noted = noted || f.leaf == leaf
	}
	news = news || named && causes > 0
	if news || !noted {
		*told = append(slices.Clip(*told), toldFault{leaf: leaf, named: named, at: at, silent: !news})
	}
	return news
}

// recall returns what is remembered of a trace.
func (m *memory) recall(trace pcommon.TraceID) traceMemory {
	m.mu.Lock()
	defer m.mu.Unlock()
	known, _ := m.traces.Get(trace)
	return known
}

// settle turns the evidence of candidates that is no news to nil, and remembers every verdict. A span that another
// batch settled meanwhile gets that verdict. Those with evidence come first, the best first.
func (m *memory) settle(trace pcommon.TraceID, candidates []candidate) {
	m.mu.Lock()
	defer m.mu.Unlock()
	known, _ := m.traces.Get(trace)
	for i := range candidates {
		c := &candidates[i]
		if c.evidence == nil && len(known.settled) >= maxSilent {
			break
		}
		if evidence, ok := known.verdictOn(c.id); ok {
			c.evidence = evidence
			continue
		}
		known.judge(c)
		if c.evidence != nil || len(known.settled) < maxSilent {
			known.settled = append(known.settled, c.verdict)
		}
	}
	m.evicted += int64(m.traces.Put(trace, known))
}

// judge turns evidence that is no news to nil, or to what it has to tell beside: that a request got no answer.
func (t *traceMemory) judge(c *candidate) {
	if c.evidence == nil {
		return
	}
	ends := c.evidence.Fatal && !t.ended
	t.ended = t.ended || c.evidence.Fatal
	switch {
	case t.told.add(c.evidence.Leaf, c.named, c.told):
	case ends:
		c.evidence = &signals.Evidence{Leaf: noLeaf, Source: c.evidence.Source, Fatal: true}
	default:
		c.evidence = nil
	}
}

// hold remembers failed results that a chat span told of.
func (m *memory) hold(trace pcommon.TraceID, results []ToolResult) {
	m.mu.Lock()
	defer m.mu.Unlock()
	known, _ := m.traces.Get(trace)
	var added []ToolResult
	for _, result := range results {
		if !slices.Contains(known.results, result) && !slices.Contains(added, result) {
			added = append(added, result)
		}
	}
	if len(added) == 0 {
		return
	}
	all := slices.Concat(known.results, added)
	known.results = slices.Clone(all[max(0, len(all)-maxResults):])
	m.evicted += int64(m.traces.Put(trace, known))
}

// evictions counts the traces that were forgotten before their time, to make room.
func (m *memory) evictions() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.evicted
}
