package planonaming

import (
	"net/url"
	"slices"
	"strings"
	"sync"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/expiring"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
)

const (
	attributeServiceName         = "service.name"
	attributeServiceNameOverride = "service.name.override"

	// maxParents bounds the chain of dropped parents that is followed; a sender can make one that is a circle.
	maxParents = 128
)

// internalSpans drops spans, and remembers them for their children. It is safe for concurrent use.
type internalSpans struct {
	InternalConfig

	mu      sync.Mutex
	parents *expiring.Store[spans.Key, pcommon.SpanID]
}

// drop removes internal spans, and gives their children their parent. It returns the number of spans dropped,
// and how many dropped spans made room for them in memory.
func (s *internalSpans) drop(td ptrace.Traces) (dropped, evicted int) {
	parents := s.remove(td)
	if len(parents) == 0 && !s.some() {
		return 0, 0
	}
	var buffer [siblingsAtHand]siblings
	all := siblingsOf(td, buffer[:0])
	evicted = s.adopt(all, parents)
	if slices.ContainsFunc(all, siblings.orphaned) {
		setParents(td, all)
	}
	return len(parents), evicted
}

// setParents gives the spans of a batch, whose siblings are all, the parents that they are to have.
func setParents(td ptrace.Traces, all []siblings) {
	next := 0
	spans.Each(td, func(span ptrace.Span) {
		parent := parentOf(span)
		if parent.SpanID.IsEmpty() {
			return
		}
		if all[next].parent != parent {
			next++
		}
		if all[next].orphaned() {
			span.SetParentSpanID(all[next].kept)
		}
	})
}

// siblings are spans in a row that have the same parent, and the parent that they are to have.
type siblings struct {
	parent spans.Key
	kept   pcommon.SpanID
}

// orphaned is true where the parent was dropped.
func (s siblings) orphaned() bool { return s.kept != s.parent.SpanID }

// siblingsAtHand are as many as need no memory of their own.
const siblingsAtHand = 64

// siblingsOf appends the siblings of a batch. Spans without a parent do not part them.
func siblingsOf(td ptrace.Traces, all []siblings) []siblings {
	spans.Each(td, func(span ptrace.Span) {
		parent := parentOf(span)
		if n := len(all); !parent.SpanID.IsEmpty() && (n == 0 || all[n-1].parent != parent) {
			all = append(all, siblings{parent: parent})
		}
	})
	return all
}

func parentOf(span ptrace.Span) spans.Key {
	return spans.Key{TraceID: span.TraceID(), SpanID: span.ParentSpanID()}
}

// some is true where dropped spans are remembered.
func (s *internalSpans) some() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.parents.Len() > 0
}

// adopt finds the parents that siblings are to have, and remembers the spans that this batch dropped.
func (s *internalSpans) adopt(all []siblings, dropped map[spans.Key]pcommon.SpanID) (evicted int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range all {
		all[i].kept = s.keptParent(dropped, all[i].parent)
	}
	for key, parent := range dropped {
		evicted += s.parents.Put(key, parent)
	}
	return evicted
}

// remove takes the internal spans out of a batch and returns their parents.
func (s *internalSpans) remove(td ptrace.Traces) map[spans.Key]pcommon.SpanID {
	var parents map[spans.Key]pcommon.SpanID
	td.ResourceSpans().RemoveIf(func(rs ptrace.ResourceSpans) bool {
		before := len(parents)
		service := stringAttribute(rs.Resource().Attributes(), attributeServiceName)
		rs.ScopeSpans().RemoveIf(func(ss ptrace.ScopeSpans) bool {
			before := len(parents)
			ss.Spans().RemoveIf(func(span ptrace.Span) bool {
				if !s.isInternal(span.Attributes(), service) {
					return false
				}
				if parents == nil {
					parents = map[spans.Key]pcommon.SpanID{}
				}
				parents[spans.KeyOf(span)] = span.ParentSpanID()
				return true
			})
			return ss.Spans().Len() == 0 && len(parents) > before
		})
		return rs.ScopeSpans().Len() == 0 && len(parents) > before
	})
	return parents
}

// keptParent follows parents that were dropped, in this batch or before, to the first that was not.
func (s *internalSpans) keptParent(batch map[spans.Key]pcommon.SpanID, parent spans.Key) pcommon.SpanID {
	key := parent
	for range maxParents {
		next, ok := batch[key]
		if !ok {
			next, ok = s.parents.Get(key)
		}
		if !ok {
			return key.SpanID
		}
		key.SpanID = next
	}
	return parent.SpanID
}

func (s *internalSpans) isInternal(attrs pcommon.Map, service string) bool {
	if override := stringAttribute(attrs, attributeServiceNameOverride); override != "" {
		service = override
	}
	if containsFold(s.Services, service) {
		return true
	}
	return containsFold(s.OutboundServices, service) && s.toInternalModel(attrs)
}

// toInternalModel tells whether an outbound call went to a model of the gateway's own.
func (s *internalSpans) toInternalModel(attrs pcommon.Map) bool {
	for name, value := range attrs.All() {
		switch spans.DestinationOf(name) {
		case spans.Cluster:
			if containsFold(s.Clusters, text(value)) {
				return true
			}
		case spans.URL:
			if u, err := url.Parse(text(value)); err == nil && s.isInternalHost(u.Hostname()) {
				return true
			}
		case spans.Host:
			host, _, _ := strings.Cut(text(value), ":")
			if s.isInternalHost(host) {
				return true
			}
		case spans.NoDestination:
		}
	}
	return false
}

func (s *internalSpans) isInternalHost(host string) bool {
	return slices.ContainsFunc(s.Hosts, func(internal string) bool {
		start := len(host) - len(internal)
		return start >= 0 && strings.EqualFold(host[start:], internal) && (start == 0 || host[start-1] == '.')
	})
}

func containsFold(list []string, s string) bool {
	return slices.ContainsFunc(list, func(entry string) bool { return strings.EqualFold(entry, s) })
}
