package tracemcp

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/search"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// searchDescription explains the language by the language's own help.
func searchDescription() string {
	var b strings.Builder
	b.WriteString(`Finds conversations, the newest first. Words and "phrases" are looked for in messages, tool arguments, results and ` +
		"errors; fields narrow. All must hold; commas between values are OR, - in front negates, * at the end stands for anything, key=value " +
		"is any attribute of a span. Fields: ")
	for i, field := range search.Fields() {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s (%s)", field.Example, field.Help)
	}
	b.WriteString(`. Example: quality:severe,poor tool:refund "money back" -service:test`)
	return b.String()
}

type searchInput struct {
	Query string `json:"query" jsonschema:"what to look for, as the tool's description says"`
	Order string `json:"order,omitempty" jsonschema:"newest (default) or worst"`
	timed
	paged
	sized
}

func (t *tools) search(ctx context.Context, in searchInput, a *answer) error {
	query := traceapi.Query{Search: in.Query, Order: in.Order, Cursor: in.Cursor}
	switch in.Order {
	case "":
		query.Order = traceapi.OrderNewest
	case traceapi.OrderNewest, traceapi.OrderWorst:
	default:
		return errors.New("order: must be newest or worst")
	}
	if strings.TrimSpace(in.Query) == "" {
		return errors.New("query: must not be empty; worst_conversations lists without a query")
	}
	if err := t.bounds(in.timed, &query); err != nil {
		return err
	}
	return t.list(ctx, query, in.rows(), a)
}
