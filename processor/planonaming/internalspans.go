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

	s.mu.Lock()
	defer s.mu.Unlock()
	if len(parents) == 0 && s.parents.Len() == 0 {
		return 0, 0
	}
	spans.Each(td, func(span ptrace.Span) {
		if parent := span.ParentSpanID(); !parent.IsEmpty() {
			if kept := s.keptParent(parents, span.TraceID(), parent); kept != parent {
				span.SetParentSpanID(kept)
			}
		}
	})
	for key, parent := range parents {
		evicted += s.parents.Put(key, parent)
	}
	return len(parents), evicted
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
func (s *internalSpans) keptParent(batch map[spans.Key]pcommon.SpanID, traceID pcommon.TraceID, parent pcommon.SpanID) pcommon.SpanID {
	kept := parent
	for range maxParents {
		key := spans.Key{TraceID: traceID, SpanID: kept}
		next, ok := batch[key]
		if !ok {
			next, ok = s.parents.Get(key)
		}
		if !ok {
			return kept
		}
		kept = next
	}
	return parent
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
		switch name {
		case "upstream_cluster", "upstream_cluster.name":
			if containsFold(s.Clusters, text(value)) {
				return true
			}
		case "http.url", "url.full":
			if u, err := url.Parse(text(value)); err == nil && s.isInternalHost(u.Hostname()) {
				return true
			}
		case "server.address", "net.peer.name", "http.host":
			host, _, _ := strings.Cut(text(value), ":")
			if s.isInternalHost(host) {
				return true
			}
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
