package planonaming

import (
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// moveToServices puts spans that have service.name.override under a copy of their resource with that
// service.name, and a copy of their scope.
func moveToServices(td ptrace.Traces) {
	all := td.ResourceSpans()
	emptied := false
	for i, n := 0, all.Len(); i < n; i++ {
		s := resourceSplitter{all: all, from: all.At(i)}
		s.service = stringAttribute(s.from.Resource().Attributes(), attributeServiceName)
		emptied = s.split() || emptied
	}
	if emptied {
		all.RemoveIf(func(rs ptrace.ResourceSpans) bool { return rs.ScopeSpans().Len() == 0 })
	}
}

// resourceSplitter moves the spans of other services out of one resource.
type resourceSplitter struct {
	all      ptrace.ResourceSpansSlice
	from     ptrace.ResourceSpans
	service  string
	services map[string]ptrace.ResourceSpans
}

// split returns true where it left the resource without a scope.
func (s *resourceSplitter) split() (emptied bool) {
	scopes := s.from.ScopeSpans()
	before := scopes.Len()
	scopes.RemoveIf(func(from ptrace.ScopeSpans) bool {
		return s.moveScope(from) && from.Spans().Len() == 0
	})
	return before > 0 && scopes.Len() == 0
}

func (s *resourceSplitter) moveScope(from ptrace.ScopeSpans) (moved bool) {
	var scopes map[string]ptrace.ScopeSpans
	from.Spans().RemoveIf(func(span ptrace.Span) bool {
		service := stringAttribute(span.Attributes(), attributeServiceNameOverride)
		if service == "" || service == s.service {
			return false
		}
		to, ok := scopes[service]
		if !ok {
			if scopes == nil {
				scopes = map[string]ptrace.ScopeSpans{}
			}
			to = s.resourceOf(service).ScopeSpans().AppendEmpty()
			from.Scope().CopyTo(to.Scope())
			to.SetSchemaUrl(from.SchemaUrl())
			scopes[service] = to
		}
		span.MoveTo(to.Spans().AppendEmpty())
		return true
	})
	return len(scopes) > 0
}

func (s *resourceSplitter) resourceOf(service string) ptrace.ResourceSpans {
	to, ok := s.services[service]
	if ok {
		return to
	}
	if s.services == nil {
		s.services = map[string]ptrace.ResourceSpans{}
	}
	to = s.all.AppendEmpty()
	s.from.Resource().CopyTo(to.Resource())
	to.SetSchemaUrl(s.from.SchemaUrl())
	to.Resource().Attributes().PutStr(attributeServiceName, service)
	s.services[service] = to
	return to
}
