package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/spanstore"
	"github.com/otelcol-plano/otelcol-plano/internal/search"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// shortID is how many digits a short id of a trace has.
const shortID = 8

// Trace returns a trace with all of its spans, by its id of 32 hexadecimal digits or the first 8 of them.
func (s *Store) Trace(ctx context.Context, id string) (traceapi.Trace, error) {
	found, err := s.findTrace(ctx, id)
	if err != nil {
		return traceapi.Trace{}, err
	}
	trace, err := s.spans.Trace(ctx, found)
	if err != nil {
		return traceapi.Trace{}, err
	}
	reader := s.readers.take()
	defer s.readers.put(reader)
	answer := traceapi.Trace{TraceID: trace.ID.String(), Spans: make([]traceapi.Span, len(trace.Spans))}
	for i, span := range trace.Spans {
		answer.Spans[i] = model.ToAPI(span)
		original, _, service := originalOf(span)
		answer.Spans[i].Kind = observe.Kind(reader, original, service)
	}
	answer.Conversations, err = read(ctx, s, func(conn *sqlite.Conn) ([]string, error) {
		return s.catalogue.ConversationsOf(conn, trace.ID)
	})
	return answer, err
}

func (s *Store) findTrace(ctx context.Context, id string) (found model.TraceID, err error) {
	digits, err := hex.DecodeString(strings.ToLower(id))
	if err != nil || len(id) != shortID && len(digits) != len(found) {
		return found, fmt.Errorf("%w: trace id %q is not 32 hexadecimal digits or the first 8 of them", traceapi.ErrInvalid, id)
	}
	if len(digits) == len(found) {
		return model.TraceID(digits), nil
	}
	ids, err := s.spans.TraceIDs(ctx, digits)
	switch {
	case err != nil:
		return found, err
	case len(ids) == 0:
		return found, fmt.Errorf("trace %s: %w", id, traceapi.ErrNotFound)
	case len(ids) > 1:
		return found, fmt.Errorf("%w: trace id %s is the beginning of several: %s", traceapi.ErrInvalid, id, joinIDs(ids))
	}
	return ids[0], nil
}

func joinIDs(ids []model.TraceID) string {
	texts := make([]string, len(ids))
	for i := range ids {
		texts[i] = ids[i].String()
	}
	return strings.Join(texts, ", ")
}

// Traces lists traces, the newest first: those that meet the search, or, where it asks what only conversations know, those of the
// conversations that do.
func (s *Store) Traces(ctx context.Context, query traceapi.Query) (traceapi.TracePage, error) {
	parsed, err := search.Parse(query.Search)
	if err != nil {
		return traceapi.TracePage{}, fmt.Errorf("%w: search: %w", traceapi.ErrInvalid, err)
	}
	if query.Order == traceapi.OrderWorst {
		return traceapi.TracePage{}, fmt.Errorf("%w: order: traces are listed %s first", traceapi.ErrInvalid, traceapi.OrderNewest)
	}
	filter, ok := filterOf(parsed, &query, s.config.Now())
	if !ok {
		return s.tracesOfConversations(ctx, query)
	}
	list, err := s.spans.Traces(ctx, filter, query.Cursor, sizeOf(query.Limit))
	if err != nil {
		return traceapi.TracePage{}, err
	}
	page := traceapi.TracePage{Page: traceapi.Page{NextCursor: list.Next, Partial: list.Partial}}
	return read(ctx, s, func(conn *sqlite.Conn) (traceapi.TracePage, error) {
		return page, s.addTraces(conn, &page, list.Traces)
	})
}

// tracesOfConversations pages through the conversations.
func (s *Store) tracesOfConversations(ctx context.Context, query traceapi.Query) (traceapi.TracePage, error) {
	query.Order = traceapi.OrderNewest
	return read(ctx, s, func(conn *sqlite.Conn) (page traceapi.TracePage, err error) {
		conversations, err := s.catalogue.Conversations(ctx, conn, query, s.resolve)
		if err != nil {
			return page, err
		}
		page.Page = conversations.Page
		told := map[model.TraceID]bool{}
		for i := range conversations.Conversations {
			traces, err := s.catalogue.TracesOf(conn, conversations.Conversations[i].ID, maxTraces)
			if err != nil {
				return page, err
			}
			infos, err := s.spans.TraceInfos(conn, traces)
			if err != nil {
				return page, err
			}
			if err := s.addTraces(conn, &page, untold(infos, told)); err != nil {
				return page, err
			}
		}
		if page.Traces == nil {
			page.Traces = []traceapi.TraceSummary{}
		}
		return page, nil
	})
}

// untold leaves out what was told of another conversation.
func untold(infos []spanstore.TraceInfo, told map[model.TraceID]bool) []spanstore.TraceInfo {
	fresh := infos[:0]
	for _, info := range infos {
		if !told[info.ID] {
			told[info.ID] = true
			fresh = append(fresh, info)
		}
	}
	return fresh
}

func (s *Store) addTraces(conn *sqlite.Conn, page *traceapi.TracePage, infos []spanstore.TraceInfo) error {
	if page.Traces == nil {
		page.Traces = make([]traceapi.TraceSummary, 0, len(infos))
	}
	for i := range infos {
		summary := summaryOf(&infos[i])
		ids, err := s.catalogue.ConversationsOf(conn, infos[i].ID)
		if err != nil {
			return err
		}
		summary.Conversations = ids
		page.Traces = append(page.Traces, summary)
	}
	return nil
}

func summaryOf(info *spanstore.TraceInfo) traceapi.TraceSummary {
	return traceapi.TraceSummary{
		TraceID: info.ID.String(), Name: info.Name, Service: info.Service, Start: info.Start, DurationNS: info.End - info.Start,
		Spans: info.Spans, Errors: info.Errors, Quality: info.Quality,
	}
}

func sizeOf(limit int) int {
	if limit <= 0 {
		return traceapi.DefaultLimit
	}
	return min(limit, traceapi.MaxLimit)
}
