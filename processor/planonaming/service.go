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
		m := mover{all: all, from: all.At(i)}
		m.service = stringAttribute(m.from.Resource().Attributes(), attributeServiceName)
		emptied = m.move() || emptied
	}
	if emptied {
		all.RemoveIf(func(rs ptrace.ResourceSpans) bool { return rs.ScopeSpans().Len() == 0 })
	}
}

// mover moves spans out of one resource.
type mover struct {
	all      ptrace.ResourceSpansSlice
	from     ptrace.ResourceSpans
	service  string
	services map[string]ptrace.ResourceSpans
}

// move returns true where it left the resource without a scope.
func (m *mover) move() (emptied bool) {
	scopes := m.from.ScopeSpans()
	before := scopes.Len()
	scopes.RemoveIf(func(from ptrace.ScopeSpans) bool {
		return m.moveScope(from) && from.Spans().Len() == 0
	})
	return before > 0 && scopes.Len() == 0
}

func (m *mover) moveScope(from ptrace.ScopeSpans) (moved bool) {
	var scopes map[string]ptrace.ScopeSpans
	from.Spans().RemoveIf(func(span ptrace.Span) bool {
		service := stringAttribute(span.Attributes(), attributeServiceNameOverride)
		if service == "" || service == m.service {
			return false
		}
		to, ok := scopes[service]
		if !ok {
			if scopes == nil {
				scopes = map[string]ptrace.ScopeSpans{}
			}
			to = m.resourceOf(service).ScopeSpans().AppendEmpty()
			from.Scope().CopyTo(to.Scope())
			to.SetSchemaUrl(from.SchemaUrl())
			scopes[service] = to
		}
		span.MoveTo(to.Spans().AppendEmpty())
		return true
	})
	return len(scopes) > 0
}

func (m *mover) resourceOf(service string) ptrace.ResourceSpans {
	to, ok := m.services[service]
	if ok {
		return to
	}
	if m.services == nil {
		m.services = map[string]ptrace.ResourceSpans{}
	}
	to = m.all.AppendEmpty()
	m.from.Resource().CopyTo(to.Resource())
	to.SetSchemaUrl(m.from.SchemaUrl())
	to.Resource().Attributes().PutStr(attributeServiceName, service)
	m.services[service] = to
	return to
}
