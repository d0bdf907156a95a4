package block

import (
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/wire"
)

// table collects distinct records of a kind, found by their pointers, else by their binary form.
type table[T any] struct {
	byPointer map[*T]uint64
	byForm    map[string]uint64
	forms     []string
}

func newTable[T any]() table[T] {
	return table[T]{byPointer: map[*T]uint64{}, byForm: map[string]uint64{}}
}

func (t *table[T]) index(record *T, form func(*T) []byte) uint64 {
	if i, ok := t.byPointer[record]; ok {
		return i
	}
	key := string(form(record))
	i, ok := t.byForm[key]
	if !ok {
		i = uint64(len(t.forms))
		t.forms = append(t.forms, key)
		t.byForm[key] = i
	}
	t.byPointer[record] = i
	return i
}

// A record's form begins with false where there is none.
func resourceForm(r *model.Resource) []byte {
	to := wire.AppendBool(nil, r != nil)
	if r == nil {
		return to
	}
	to = wire.AppendText(wire.AppendText(to, r.Service), r.SchemaURL)
	return model.AppendAttributes(wire.AppendInt(to, int(r.Dropped)), r.Attributes)
}

func readResource(r *wire.Reader) *model.Resource {
	if !r.Bool() {
		return nil
	}
	return &model.Resource{Service: r.Text(), SchemaURL: r.Text(), Dropped: readCount(r), Attributes: model.ReadAttributes(r)}
}

func scopeForm(s *model.Scope) []byte {
	to := wire.AppendBool(nil, s != nil)
	if s == nil {
		return to
	}
	to = wire.AppendText(wire.AppendText(wire.AppendText(to, s.Name), s.Version), s.SchemaURL)
	return model.AppendAttributes(wire.AppendInt(to, int(s.Dropped)), s.Attributes)
}

func readScope(r *wire.Reader) *model.Scope {
	if !r.Bool() {
		return nil
	}
	return &model.Scope{
		Name: r.Text(), Version: r.Text(), SchemaURL: r.Text(), Dropped: readCount(r), Attributes: model.ReadAttributes(r),
	}
}

const maxCount = 1<<32 - 1

func readCount(r *wire.Reader) uint32 { return uint32(r.Int(maxCount)) }

func appendEvents(to []byte, s *model.Span) []byte {
	for i := range s.Events {
		e := &s.Events[i]
		to = wire.AppendUint64(wire.AppendText(to, e.Name), e.Time-s.Start)
		to = model.AppendAttributes(wire.AppendInt(to, int(e.Dropped)), e.Attributes)
	}
	return to
}

func readEvents(data string, start uint64) ([]model.Event, error) {
	var events []model.Event
	r := wire.NewReader([]byte(data))
	for len(r.Rest()) > 0 {
		events = append(events, model.Event{
			Name: r.Text(), Time: start + r.Uint64(), Dropped: readCount(&r), Attributes: model.ReadAttributes(&r),
		})
	}
	return events, r.Err()
}

func appendLinks(to []byte, s *model.Span) []byte {
	for i := range s.Links {
		l := &s.Links[i]
		to = append(append(to, l.TraceID[:]...), l.SpanID[:]...)
		to = wire.AppendInt(wire.AppendText(to, l.TraceState), int(l.Flags))
		to = model.AppendAttributes(wire.AppendInt(to, int(l.Dropped)), l.Attributes)
	}
	return to
}

func readLinks(data string) ([]model.Link, error) {
	var links []model.Link
	r := wire.NewReader([]byte(data))
	for len(r.Rest()) > 0 {
		var l model.Link
		copy(l.TraceID[:], r.Raw(len(l.TraceID)))
		copy(l.SpanID[:], r.Raw(len(l.SpanID)))
		l.TraceState, l.Flags, l.Dropped, l.Attributes = r.Text(), readCount(&r), readCount(&r), model.ReadAttributes(&r)
		links = append(links, l)
	}
	return links, r.Err()
}
