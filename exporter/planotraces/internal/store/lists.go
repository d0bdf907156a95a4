package store

import (
	"context"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// Conversations lists conversations.
func (s *Store) Conversations(ctx context.Context, query traceapi.Query) (traceapi.ConversationPage, error) {
	return read(ctx, s, func(conn *sqlite.Conn) (traceapi.ConversationPage, error) {
		return s.catalogue.Conversations(ctx, conn, query, s.resolve)
	})
}

// Issues groups what went wrong by its shape.
func (s *Store) Issues(ctx context.Context, query traceapi.Query) (traceapi.IssuePage, error) {
	return read(ctx, s, func(conn *sqlite.Conn) (traceapi.IssuePage, error) {
		return s.catalogue.Issues(ctx, conn, query, s.resolve)
	})
}

// Trends counts over time.
func (s *Store) Trends(ctx context.Context, query traceapi.Query, by string) (traceapi.Trends, error) {
	return read(ctx, s, func(conn *sqlite.Conn) (traceapi.Trends, error) {
		return s.catalogue.Trends(ctx, conn, query, by, s.resolve)
	})
}

// Suggest completes the value of a field of the search.
func (s *Store) Suggest(ctx context.Context, field, prefix string, limit int) ([]traceapi.Suggestion, error) {
	return read(ctx, s, func(conn *sqlite.Conn) ([]traceapi.Suggestion, error) {
		return s.catalogue.Suggest(ctx, conn, field, prefix, limit)
	})
}
