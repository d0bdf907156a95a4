package server

import (
	"context"
	"net/http"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/search"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// queryRoutes are the answers by their paths below /api/v1/.
func (s *Server) queryRoutes() map[string]answer {
	return map[string]answer{
		"conversations":                       s.conversations,
		"conversations/{id}":                  s.conversation,
		"conversations/{id}/messages":         s.messages,
		"conversations/{id}/messages/{index}": s.message,
		"traces":                              s.traces,
		"traces/{id}":                         s.trace,
		"issues":                              s.issues,
		"trends":                              s.trends,
		"suggest":                             s.suggest,
		"status":                              s.status,
	}
}

func (s *Server) conversations(ctx context.Context, p *params) (any, error) {
	query := p.query()
	if err := p.check(); err != nil {
		return nil, err
	}
	found, err := s.store.Conversations(ctx, query)
	found.Conversations = notNil(found.Conversations)
	return found, err
}

const conversationDigits = 16

func (s *Server) conversation(ctx context.Context, p *params) (any, error) {
	id := p.id(conversationDigits)
	if err := p.check(); err != nil {
		return nil, err
	}
	found, err := s.store.Conversation(ctx, id)
	found.TraceList = notNil(found.TraceList)
	return found, err
}

func (s *Server) messages(ctx context.Context, p *params) (any, error) {
	id, offset := p.id(conversationDigits), int(p.number("offset", 0, 0, maxIndex))
	limit := int(p.number("limit", traceapi.DefaultLimit, 1, traceapi.MaxLimit))
	if err := p.check(); err != nil {
		return nil, err
	}
	found, err := s.store.Messages(ctx, id, offset, limit)
	found.Messages = notNil(found.Messages)
	return found, err
}

func (s *Server) message(ctx context.Context, p *params) (any, error) {
	id, index := p.id(conversationDigits), p.index()
	if err := p.check(); err != nil {
		return nil, err
	}
	return s.store.Message(ctx, id, index)
}

func (s *Server) traces(ctx context.Context, p *params) (any, error) {
	query := p.query()
	if err := p.check(); err != nil {
		return nil, err
	}
	found, err := s.store.Traces(ctx, query)
	found.Traces = notNil(found.Traces)
	return found, err
}

func (s *Server) trace(ctx context.Context, p *params) (any, error) {
	id, bytes := p.id(32, 8), int(p.number("value_bytes", 0, 1, maxIndex))
	if err := p.check(); err != nil {
		return nil, err
	}
	found, err := s.store.Trace(ctx, id)
	return readable(found, bytes), err
}

func (s *Server) issues(ctx context.Context, p *params) (any, error) {
	query := p.query()
	if err := p.check(); err != nil {
		return nil, err
	}
	found, err := s.store.Issues(ctx, query)
	found.Issues = notNil(found.Issues)
	return found, err
}

func (s *Server) trends(ctx context.Context, p *params) (any, error) {
	by := p.oneOf("by", traceapi.ByQuality, traceapi.BySignal, traceapi.ByService, traceapi.ByModel, traceapi.ByTool, traceapi.ByAgent)
	if by == "" {
		by = traceapi.ByQuality
	}
	query := p.query()
	if err := p.check(); err != nil {
		return nil, err
	}
	found, err := s.store.Trends(ctx, query, by)
	found.Series = notNil(found.Series)
	return found, err
}

func (s *Server) suggest(ctx context.Context, p *params) (any, error) {
	field, prefix := p.oneOf("field", suggesting()...), p.text("prefix", maxValue)
	limit := int(p.number("limit", 20, 1, 100))
	if field == "" {
		p.fail("field: must be there")
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	found, err := s.store.Suggest(ctx, field, prefix, limit)
	return notNil(found), err
}

// suggesting are the fields that have values to suggest.
func suggesting() []string {
	var names []string
	for _, field := range search.Fields() {
		if field.Suggests {
			names = append(names, field.Name)
		}
	}
	return names
}

func (s *Server) status(ctx context.Context, p *params) (any, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	return s.store.Status(ctx)
}

// serveDemo loads recorded conversations, which takes longer than a query.
func (s *Server) serveDemo(w http.ResponseWriter, r *http.Request) {
	if s.options.LoadDemo == nil {
		writeError(w, http.StatusNotFound, "there is no demo to load")
		return
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // Else it ends the request's context meanwhile.
	err := newParams(r, s.now).check()
	if err == nil {
		err = s.options.LoadDemo(r.Context())
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.query(s.status)(w, r)
}

// notNil has an empty list written as one.
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
