package model

import (
	"encoding/binary"

	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/wire"
)

// ToTraces puts spans into a request, those with equal resources and scopes together, in the order of the first of them.
func ToTraces(all []*Span) ptrace.Traces {
	traces := ptrace.NewTraces()
	g := groups{
		traces: traces, resources: map[string]ptrace.ResourceSpans{}, scopes: map[string]ptrace.ScopeSpans{},
		known: map[owner]ptrace.ScopeSpans{},
	}
	for _, s := range all {
		s.CopyTo(g.of(s).Spans().AppendEmpty())
	}
	return traces
}

type owner struct {
	resource *Resource
	scope    *Scope
}

// groups finds where in a request a span belongs: by the pointers, else by what is at them.
type groups struct {
	traces    ptrace.Traces
	resources map[string]ptrace.ResourceSpans
	scopes    map[string]ptrace.ScopeSpans
	known     map[owner]ptrace.ScopeSpans
}

func (g *groups) of(s *Span) ptrace.ScopeSpans {
	at := owner{s.Resource, s.Scope}
	if scopeSpans, ok := g.known[at]; ok {
		return scopeSpans
	}
	resource, scope := s.Resource, s.Scope
	if resource == nil {
		resource = &Resource{}
	}
	if scope == nil {
		scope = &Scope{}
	}
	resourceKey := resource.identity()
	resourceSpans, ok := g.resources[resourceKey]
	if !ok {
		resourceSpans = g.traces.ResourceSpans().AppendEmpty()
		resource.CopyTo(resourceSpans.Resource())
		resourceSpans.SetSchemaUrl(resource.SchemaURL)
		g.resources[resourceKey] = resourceSpans
	}
	scopeKey := resourceKey + scope.identity()
	scopeSpans, ok := g.scopes[scopeKey]
	if !ok {
		scopeSpans = resourceSpans.ScopeSpans().AppendEmpty()
		scope.CopyTo(scopeSpans.Scope())
		scopeSpans.SetSchemaUrl(scope.SchemaURL)
		g.scopes[scopeKey] = scopeSpans
	}
	g.known[at] = scopeSpans
	return scopeSpans
}

func (r *Resource) identity() string {
	return string(AppendAttributes(appendTexts(nil, r.Dropped, r.SchemaURL), r.Attributes))
}

func (s *Scope) identity() string {
	return string(AppendAttributes(appendTexts(nil, s.Dropped, s.Name, s.Version, s.SchemaURL), s.Attributes))
}

func appendTexts(to []byte, dropped uint32, texts ...string) []byte {
	to = binary.AppendUvarint(to, uint64(dropped))
	for _, text := range texts {
		to = wire.AppendText(to, text)
	}
	return to
}
