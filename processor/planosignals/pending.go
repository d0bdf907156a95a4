package planosignals

import (
	"container/list"
	"slices"
	"sync"
	"time"

	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
)

// pending holds content that waits for its span, and spans that wait for their content. It is bounded by bytes and time, and
// safe for concurrent use.
type pending struct {
	config LogsConfig
	now    func() time.Time

	mu    sync.Mutex
	calls map[spans.Key]*list.Element
	// order holds *pendingCall, the oldest first.
	order *list.List
	bytes int
	// vain counts by scope the spans in a row that waited in vain. Of a scope that has logged content it is there, too.
	vain map[string]int
}

// pendingCall is what is known of a call of a model: its content, or its span, or both.
type pendingCall struct {
	key      spans.Key
	events   []ptrace.SpanEvent
	answered bool
	span     *waitingSpan
	bytes    int
	// grown is when content was added last; expires is for how long it waits, whatever comes.
	grown, expires time.Time
}

// waitingSpan is a span, alone in its resource and scope, on its way to the next component of its pipeline.
type waitingSpan struct {
	traces ptrace.Traces
	scope  string
	next   consumer.Traces
	bytes  int
}

const (
	// maxVain is how many spans of a scope wait in vain in a row until others of it do not wait any more.
	maxVain = 3
	// maxVainScopes bounds the scopes that are remembered for that.
	maxVainScopes = 256
	// minSpanBytes is what a waiting span counts for at least, with its resource.
	minSpanBytes = 4 << 10
)

func newPending(config LogsConfig, now func() time.Time) *pending {
	return &pending{config: config, now: now, calls: map[spans.Key]*list.Element{}, order: list.New(), vain: map[string]int{}}
}

// add keeps the content of a call. It returns the calls that make room.
func (p *pending) add(key spans.Key, scope string, event ptrace.SpanEvent, answers bool) (ready []*pendingCall) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.count(scope, 0)
	c := p.call(key)
	size := conversation.EventBytes(event)
	c.events = append(c.events, event)
	c.bytes += size
	p.bytes += size
	c.answered = c.answered || answers
	c.grown = p.now()
	return p.makeRoom()
}

// grace is for how long records of a call may come after that of its answer: some senders send each by itself.
func (p *pending) grace() time.Duration { return min(p.config.Wait/10, time.Second) }

// isComplete is true where no more content is to come; failed calls have no answer.
func (p *pending) isComplete(c *pendingCall, failed bool, at time.Time) bool {
	return len(c.events) > 0 && (c.answered || failed) && !at.Before(c.grown.Add(p.grace()))
}

// take returns the content of a call that is complete, nil where it is not: then its span is to wait, if it can.
func (p *pending) take(key spans.Key, failed bool) *pendingCall {
	p.mu.Lock()
	defer p.mu.Unlock()
	element, ok := p.calls[key]
	if !ok {
		return nil
	}
	if c := element.Value.(*pendingCall); c.span == nil && p.isComplete(c, failed, p.now()) {
		return p.remove(element)
	}
	return nil
}

// waits is true where spans of a scope are to wait for their content. A failed one, which may have none and is to be seen soon,
// waits only where content of the scope has come before.
func (p *pending) waits(scope string, failed bool) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	vain, known := p.vain[scope]
	return p.config.Wait > 0 && vain < maxVain && (!failed || known && vain == 0)
}

// hold keeps a span until its content is complete. It returns a copy of a span that is kept already, and the calls that make room.
func (p *pending) hold(key spans.Key, span *waitingSpan) (ready []*pendingCall) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.call(key)
	if c.span != nil { // a copy
		ready = append(ready, &pendingCall{key: key, events: slices.Clone(c.events), span: span})
		return ready
	}
	c.span = span
	c.expires = p.now().Add(p.config.Wait)
	p.order.MoveToBack(p.calls[key])
	c.bytes += span.bytes
	p.bytes += span.bytes
	return p.makeRoom()
}

// expire returns the spans whose content is complete, or that have waited long enough, those of one pipeline or, where next is
// nil, of all; all of them where at is zero. Content whose span did not come is forgotten.
func (p *pending) expire(at time.Time, next consumer.Traces) (ready []*pendingCall) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for element := p.order.Front(); element != nil; {
		c, following := element.Value.(*pendingCall), element.Next()
		due := at.IsZero() || !at.Before(c.expires) || c.span != nil && p.isComplete(c, false, at)
		if due && (next == nil || c.span != nil && c.span.next == next) {
			p.remove(element)
			if c.span != nil {
				p.waitedFor(c)
				ready = append(ready, c)
			}
		}
		element = following
	}
	return ready
}

// waitedFor notes whether content came.
func (p *pending) waitedFor(c *pendingCall) {
	if len(c.events) > 0 {
		p.count(c.span.scope, 0)
	} else {
		p.count(c.span.scope, p.vain[c.span.scope]+1)
	}
}

func (p *pending) count(scope string, vain int) {
	if _, known := p.vain[scope]; known || len(p.vain) < maxVainScopes {
		p.vain[scope] = vain
	}
}

func (p *pending) call(key spans.Key) *pendingCall {
	if element, ok := p.calls[key]; ok {
		return element.Value.(*pendingCall)
	}
	c := &pendingCall{key: key, expires: p.now().Add(p.config.TTL)}
	p.calls[key] = p.order.PushBack(c)
	return c
}

// makeRoom removes the oldest calls, and returns those whose span has waited.
func (p *pending) makeRoom() (ready []*pendingCall) {
	for p.bytes > p.config.MaxBytes && p.order.Len() > 0 {
		if c := p.remove(p.order.Front()); c.span != nil {
			ready = append(ready, c)
		}
	}
	return ready
}

func (p *pending) remove(element *list.Element) *pendingCall {
	c := element.Value.(*pendingCall)
	p.order.Remove(element)
	delete(p.calls, c.key)
	p.bytes -= c.bytes
	return c
}
