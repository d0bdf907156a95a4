package tracemcp

import (
	"context"
	"errors"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/printable"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// maxErrorBytes bounds an error's text, which may repeat what was asked.
const maxErrorBytes = 600

// advise turns an error of the store into one that says how to do it right.
func advise(tool string, err error) error {
	switch {
	case errors.Is(err, traceapi.ErrBusy):
		return errors.New("the store answers too many queries just now: call again in a second")
	case errors.Is(err, context.DeadlineExceeded):
		return errors.New(`the query took too long: narrow it with since (such as "2h") or more words in search`)
	case errors.Is(err, traceapi.ErrNotFound):
		switch tool {
		case "get_trace":
			return errors.New("no such trace, or it is no longer kept: take an id (32 hexadecimal digits, or the first 8) from get_conversation")
		case "get_conversation", "compare":
			return errors.New("no such conversation or message, or it is no longer kept: take an id (16 hexadecimal digits) from " +
				"worst_conversations, search or issues")
		}
	}
	text, left := cut(printable.Line(err.Error()), maxErrorBytes)
	if left > 0 {
		text += "…"
	}
	if errors.Is(err, traceapi.ErrInvalid) && (tool == "search" || strings.Contains(text, "search")) {
		text += `; an example: quality:severe signal:escalation service:shop "money back"`
	}
	return errors.New(text)
}
