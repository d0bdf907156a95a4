package spanstore

import (
	"fmt"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/wire"
)

// A row of the head is written with every commit and read at the start only, so it is as simple as can be: the seq of the first span,
// the number of spans, and one span after another, before each the resource and the scope that it is the first to have.

// What follows in a row.
const (
	headSpan = iota
	headResource
	headScope
)

// encodeHead appends a row of spans, whose seqs follow one another.
func encodeHead(to []byte, spans []*model.Span) []byte {
	resources, scopes := map[*model.Resource]int{nil: 0}, map[*model.Scope]int{nil: 0}
	to = wire.AppendInt(wire.AppendUint64(to, spans[0].Seq), len(spans))
	for _, s := range spans {
		resource, ok := resources[s.Resource]
		if !ok {
			resource = len(resources)
			resources[s.Resource] = resource
			to = appendResource(append(to, headResource), s.Resource)
		}
		scope, ok := scopes[s.Scope]
		if !ok {
			scope = len(scopes)
			scopes[s.Scope] = scope
			to = appendScope(append(to, headScope), s.Scope)
		}
		to = wire.AppendInt(wire.AppendInt(append(to, headSpan), resource), scope)
		to = appendSpan(to, s)
	}
	return to
}

func appendResource(to []byte, r *model.Resource) []byte {
	return model.AppendAttributes(wire.AppendText(wire.AppendText(to, r.Service), r.SchemaURL), r.Attributes)
}

func appendScope(to []byte, s *model.Scope) []byte {
	to = wire.AppendText(wire.AppendText(wire.AppendText(to, s.Name), s.Version), s.SchemaURL)
	return model.AppendAttributes(to, s.Attributes)
}

func appendSpan(to []byte, s *model.Span) []byte {
	to = append(append(append(to, s.TraceID[:]...), s.SpanID[:]...), s.ParentID[:]...)
	to = wire.AppendUint64(wire.AppendUint64(to, s.Start), s.End)
	to = wire.AppendText(append(to, s.Kind, s.StatusCode), s.Name)
	to = wire.AppendText(wire.AppendText(to, s.TraceState), s.StatusMessage)
	to = wire.AppendInt(wire.AppendInt(to, int(s.Flags)), int(s.DroppedAttributes))
	to = wire.AppendInt(wire.AppendInt(to, int(s.DroppedEvents)), int(s.DroppedLinks))
	to = model.AppendAttributes(wire.AppendBool(to, s.HasContent), s.Attributes)
	to = wire.AppendInt(to, len(s.Events))
	for i := range s.Events {
		e := &s.Events[i]
		to = wire.AppendInt(wire.AppendUint64(wire.AppendText(to, e.Name), e.Time), int(e.Dropped))
		to = model.AppendAttributes(to, e.Attributes)
	}
	to = wire.AppendInt(to, len(s.Links))
	for i := range s.Links {
		l := &s.Links[i]
		to = append(append(to, l.TraceID[:]...), l.SpanID[:]...)
		to = wire.AppendInt(wire.AppendInt(wire.AppendText(to, l.TraceState), int(l.Flags)), int(l.Dropped))
		to = model.AppendAttributes(to, l.Attributes)
	}
	return to
}

// The least bytes of what there may be many of.
const (
	minSpan  = 3 + 16 + 8 + 8 + 8 + 8 + 2 + 10
	minEvent = 1 + 8 + 1 + 1
	minLink  = 16 + 8 + 4
)

// decodeHead reads a row.
func decodeHead(data []byte) ([]*model.Span, error) {
	r := wire.NewReader(data)
	seq, n := r.Uint64(), r.Count(minSpan)
	resources, scopes := []*model.Resource{nil}, []*model.Scope{nil}
	all := make([]model.Span, n)
	spans := make([]*model.Span, n)
	for i := range all {
		for kind := r.Byte(headScope); kind != headSpan; kind = r.Byte(headScope) {
			if kind == headResource {
				resources = append(resources, readResource(&r))
			} else {
				scopes = append(scopes, readScope(&r))
			}
		}
		s := &all[i]
		s.Seq = seq + uint64(i)
		s.Resource, s.Scope = resources[r.Int(len(resources)-1)], scopes[r.Int(len(scopes)-1)]
		readSpan(&r, s)
		spans[i] = s
	}
	if r.Err() != nil || n == 0 {
		return nil, fmt.Errorf("%w: row of the head", ErrDamaged)
	}
	return spans, nil
}

func readResource(r *wire.Reader) *model.Resource {
	return &model.Resource{Service: r.Text(), SchemaURL: r.Text(), Attributes: model.ReadAttributes(r)}
}

func readScope(r *wire.Reader) *model.Scope {
	return &model.Scope{Name: r.Text(), Version: r.Text(), SchemaURL: r.Text(), Attributes: model.ReadAttributes(r)}
}

// maxNumber is what 32 bits hold.
const maxNumber = 1<<32 - 1

func readSpan(r *wire.Reader, s *model.Span) {
	copy(s.TraceID[:], r.Raw(16))
	copy(s.SpanID[:], r.Raw(8))
	copy(s.ParentID[:], r.Raw(8))
	s.Start, s.End = r.Uint64(), r.Uint64()
	s.Kind, s.StatusCode, s.Name = r.Byte(255), r.Byte(255), r.Text()
	s.TraceState, s.StatusMessage = r.Text(), r.Text()
	s.Flags, s.DroppedAttributes = uint32(r.Int(maxNumber)), uint32(r.Int(maxNumber))
	s.DroppedEvents, s.DroppedLinks = uint32(r.Int(maxNumber)), uint32(r.Int(maxNumber))
	s.HasContent, s.Attributes = r.Bool(), model.ReadAttributes(r)
	if n := r.Count(minEvent); n > 0 {
		s.Events = make([]model.Event, n)
		for i := range s.Events {
			e := &s.Events[i]
			e.Name, e.Time, e.Dropped = r.Text(), r.Uint64(), uint32(r.Int(maxNumber))
			e.Attributes = model.ReadAttributes(r)
		}
	}
	if n := r.Count(minLink); n > 0 {
		s.Links = make([]model.Link, n)
		for i := range s.Links {
			l := &s.Links[i]
			copy(l.TraceID[:], r.Raw(16))
			copy(l.SpanID[:], r.Raw(8))
			l.TraceState, l.Flags, l.Dropped = r.Text(), uint32(r.Int(maxNumber)), uint32(r.Int(maxNumber))
			l.Attributes = model.ReadAttributes(r)
		}
	}
}
