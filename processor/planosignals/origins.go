package planosignals

import (
	"strings"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/otelcol-plano/otelcol-plano/conversation/sessions"
	"github.com/otelcol-plano/otelcol-plano/internal/ownmetrics"
	"github.com/otelcol-plano/otelcol-plano/signals"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// origin is where a conversation took place. Its words are the sender's, so their number
// and length are bounded.
type origin struct{ service, model, agent string }

// otherOrigin stands for all those beyond the bound.
var otherOrigin = origin{"other", "other", "other"}

// maxLabel is the length in bytes that a label keeps of a sender's word.
const maxLabel = 128

func originOf(s *analyzedSpan) origin {
	return origin{clip(s.service, maxLabel), clip(s.facts.Model, maxLabel), clip(s.facts.Agent, maxLabel)}
}

// clone keeps nothing of the request that the words are slices of.
func (o origin) clone() origin {
	return origin{strings.Clone(o.service), strings.Clone(o.model), strings.Clone(o.agent)}
}

// series tells the series of one origin apart: those of its conversations, and those of its signals.
type series struct {
	signal   bool
	leaf     signals.Leaf
	quality  signals.Quality
	previous string
	dialect  string
}

// maxSeries bounds the series of the conversations, and those of the signals: then only otherOrigin gets new ones, one a
// signal, or one a quality and dialect. The metrics SDK merges what is beyond 2,000 of a metric into one series
// without these labels.
const maxSeries = 1900

// origins counts conversations and signals by origin. It is safe for concurrent use.
type origins struct {
	processor   attribute.KeyValue
	max         int
	idleTimeout time.Duration
	now         func() time.Time

	mu    sync.Mutex
	known map[origin]*counters
	other *counters
	// series is how many there are of the conversations and of the signals.
	series map[bool]int
	// nobodyIdle is until when no origin can have been idle for the whole timeout.
	nobodyIdle time.Time
}

// counters are the series of one origin.
type counters struct {
	origin origin
	last   time.Time
	counts map[series]*count
}

type count struct {
	n      int64
	labels metric.MeasurementOption
}

func newOrigins(processor attribute.KeyValue, config MetricsConfig, now func() time.Time) *origins {
	return &origins{
		processor: processor, max: config.MaxOrigins, idleTimeout: config.IdleTimeout, now: now,
		known: map[origin]*counters{}, series: map[bool]int{},
		other: &counters{origin: otherOrigin, counts: map[series]*count{}},
	}
}

// add counts what is new in an analysis.
func (o *origins) add(from origin, a *analysis) {
	o.mu.Lock()
	defer o.mu.Unlock()
	c := o.countersOf(from)
	if a.Change.Changed {
		o.increment(c, series{quality: a.Report.Quality, previous: previousOf(a.Change), dialect: a.dialect})
	}
	for i := range a.Report.Instances {
		if a.News[i] == sessions.First {
			o.increment(c, series{signal: true, leaf: a.Report.Instances[i].Leaf})
		}
	}
}

// noPrevious is the previous quality of a conversation that is new.
const noPrevious = "none"

func previousOf(change sessions.Change) string {
	if !change.HasPrevious {
		return noPrevious
	}
	return strings.ToLower(change.Previous.String())
}

// countersOf admits an origin while there is room.
func (o *origins) countersOf(from origin) *counters {
	now := o.now()
	c, ok := o.known[from]
	if !ok {
		if len(o.known) >= o.max {
			o.dropIdle(now)
		}
		if len(o.known) >= o.max {
			return o.other
		}
		from = from.clone()
		c = &counters{origin: from, counts: map[series]*count{}}
		o.known[from] = c
	}
	c.last = now
	return c
}

func (o *origins) increment(c *counters, s series) {
	known, ok := c.counts[s]
	if !ok && c != o.other {
		if o.series[s.signal] >= maxSeries {
			o.dropIdle(o.now())
		}
		if o.series[s.signal] >= maxSeries {
			o.increment(o.other, s)
			return
		}
		o.series[s.signal]++
	}
	if !ok {
		known = &count{labels: ownmetrics.Labels(o.labels(c.origin, s)...)}
		c.counts[s] = known
	}
	known.n++
}

// dropIdle lets the origins go that have been idle for the timeout. Without one it costs nothing.
func (o *origins) dropIdle(now time.Time) {
	if now.Before(o.nobodyIdle) {
		return
	}
	oldest := now
	for from, c := range o.known {
		if now.Sub(c.last) < o.idleTimeout {
			if c.last.Before(oldest) {
				oldest = c.last
			}
			continue
		}
		delete(o.known, from)
		for s := range c.counts {
			o.series[s.signal]--
		}
	}
	o.nobodyIdle = oldest.Add(o.idleTimeout)
}

func (o *origins) labels(from origin, s series) []attribute.KeyValue {
	labels := []attribute.KeyValue{
		o.processor,
		attribute.String("service.name", from.service),
		attribute.String("gen_ai.request.model", from.model),
		attribute.String("gen_ai.agent.name", from.agent),
	}
	if s.signal {
		return append(labels, attribute.String(semconv.SignalType, s.leaf.String()))
	}
	return append(labels, attribute.String("quality", strings.ToLower(s.quality.String())),
		attribute.String("previous", s.previous), attribute.String("dialect", s.dialect))
}

// observe tells the counts of the signals, or those of the conversations.
func (o *origins) observe(observer metric.Int64Observer, ofSignals bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	tell := func(c *counters) {
		for s, known := range c.counts {
			if s.signal == ofSignals {
				observer.Observe(known.n, known.labels)
			}
		}
	}
	tell(o.other)
	for _, c := range o.known {
		tell(c)
	}
}
