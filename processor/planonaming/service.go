package planonaming

import (
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/printable"
)

// maxCopiedBytes is how many bytes of resources and scopes, as OTLP writes them, are copied in one batch beyond one
// copy of each: room for a thousand resources of the usual size with all of Plano's services.
const maxCopiedBytes = 4 << 20

// moveToServices puts spans that have service.name.override under a copy of their resource with that
// service.name, and a copy of their scope. It returns the number of spans that stay for want of room for copies.
func moveToServices(td ptrace.Traces) (unmoved int) {
	all := td.ResourceSpans()
	mover := serviceMover{all: all, left: maxCopiedBytes}
	emptied := false
	for i, n := 0, all.Len(); i < n; i++ {
		emptied = mover.split(all.At(i)) || emptied
	}
	if emptied {
		all.RemoveIf(func(rs ptrace.ResourceSpans) bool { return rs.ScopeSpans().Len() == 0 })
	}
	return mover.unmoved
}

// serviceMover moves the spans of a batch, from one resource after the other.
type serviceMover struct {
	all ptrace.ResourceSpansSlice
	// left is how many more bytes can be copied.
	left    int
	unmoved int
	sizer   ptrace.ProtoMarshaler

	from     ptrace.ResourceSpans
	service  string
	services copies[ptrace.ResourceSpans]
}

// copies are those of a resource or a scope by service.
type copies[T any] struct {
	byService map[string]T
	// size of one in bytes, known once there is one.
	size int
}

func (c *copies[T]) add(service string, to T, sizeOf func(T) int) {
	if c.byService == nil {
		c.byService, c.size = map[string]T{}, sizeOf(to)
	}
	c.byService[service] = to
}

// cost is how many bytes a copy for a service takes: none where it is there, or the first one.
func (c *copies[T]) cost(service string) int {
	if _, ok := c.byService[service]; ok {
		return 0
	}
	return c.size
}

// split returns true where it left the resource without a scope.
func (m *serviceMover) split(from ptrace.ResourceSpans) (emptied bool) {
	m.from, m.services = from, copies[ptrace.ResourceSpans]{}
	m.service = stringAttribute(from.Resource().Attributes(), attributeServiceName)
	scopes := from.ScopeSpans()
	before := scopes.Len()
	scopes.RemoveIf(func(from ptrace.ScopeSpans) bool {
		return m.moveScope(from) && from.Spans().Len() == 0
	})
	return before > 0 && scopes.Len() == 0
}

func (m *serviceMover) moveScope(from ptrace.ScopeSpans) (moved bool) {
	var scopes copies[ptrace.ScopeSpans]
	from.Spans().RemoveIf(func(span ptrace.Span) bool {
		service := printable.Line(stringAttribute(span.Attributes(), attributeServiceNameOverride))
		if service == "" || service == m.service {
			return false
		}
		cost := m.services.cost(service) + scopes.cost(service)
		if cost > m.left {
			m.unmoved++
			return false
		}
		m.left -= cost
		to, ok := scopes.byService[service]
		if !ok {
			to = m.resourceOf(service).ScopeSpans().AppendEmpty()
			from.Scope().CopyTo(to.Scope())
			to.SetSchemaUrl(from.SchemaUrl())
			scopes.add(service, to, m.sizer.ScopeSpansSize)
		}
		span.MoveTo(to.Spans().AppendEmpty())
		return true
	})
	return len(scopes.byService) > 0
}

func (m *serviceMover) resourceOf(service string) ptrace.ResourceSpans {
	to, ok := m.services.byService[service]
	if ok {
		return to
	}
	to = m.all.AppendEmpty()
	m.from.Resource().CopyTo(to.Resource())
	to.SetSchemaUrl(m.from.SchemaUrl())
	m.services.add(service, to, m.sizer.ResourceSpansSize)
	to.Resource().Attributes().PutStr(attributeServiceName, service)
	return to
}
