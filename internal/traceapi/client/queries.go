package client

import (
	"context"
	"errors"
	"net/url"
	"strconv"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// parameters are those of a list.
func parameters(query traceapi.Query) url.Values {
	values := url.Values{}
	for name, text := range map[string]string{"q": query.Search, "order": query.Order, "cursor": query.Cursor} {
		if text != "" {
			values.Set(name, text)
		}
	}
	for name, number := range map[string]int64{"from": query.From, "to": query.To, "limit": int64(query.Limit)} {
		if number != 0 {
			values.Set(name, strconv.FormatInt(number, 10))
		}
	}
	return values
}

// Conversations implements traceapi.Store.
func (c *Client) Conversations(ctx context.Context, query traceapi.Query) (page traceapi.ConversationPage, err error) {
	return page, c.ask(ctx, "/conversations", parameters(query), &page)
}

// Conversation implements traceapi.Store.
func (c *Client) Conversation(ctx context.Context, id string) (conversation traceapi.Conversation, err error) {
	return conversation, c.ask(ctx, "/conversations/"+url.PathEscape(id), nil, &conversation)
}

// Messages implements traceapi.Store.
func (c *Client) Messages(ctx context.Context, id string, offset, limit int) (page traceapi.MessagePage, err error) {
	values := url.Values{"offset": {strconv.Itoa(offset)}, "limit": {strconv.Itoa(limit)}}
	return page, c.ask(ctx, "/conversations/"+url.PathEscape(id)+"/messages", values, &page)
}

// Message implements traceapi.Store.
func (c *Client) Message(ctx context.Context, id string, index int) (message traceapi.Message, err error) {
	return message, c.ask(ctx, "/conversations/"+url.PathEscape(id)+"/messages/"+strconv.Itoa(index), nil, &message)
}

// Issues implements traceapi.Store.
func (c *Client) Issues(ctx context.Context, query traceapi.Query) (page traceapi.IssuePage, err error) {
	return page, c.ask(ctx, "/issues", parameters(query), &page)
}

// Trends implements traceapi.Store.
func (c *Client) Trends(ctx context.Context, query traceapi.Query, by string) (trends traceapi.Trends, err error) {
	values := parameters(query)
	values.Set("by", by)
	return trends, c.ask(ctx, "/trends", values, &trends)
}

// Suggest implements traceapi.Store.
func (c *Client) Suggest(ctx context.Context, field, prefix string, limit int) (found []traceapi.Suggestion, err error) {
	values := url.Values{"field": {field}, "prefix": {prefix}, "limit": {strconv.Itoa(limit)}}
	return found, c.ask(ctx, "/suggest", values, &found)
}

// Status implements traceapi.Store.
func (c *Client) Status(ctx context.Context) (status traceapi.Status, err error) {
	return status, c.ask(ctx, "/status", nil, &status)
}

// Traces implements traceapi.Store. Of Plano's listener a search finds `key=value` only.
func (c *Client) Traces(ctx context.Context, query traceapi.Query) (page traceapi.TracePage, err error) {
	err = c.get(ctx, "/traces", parameters(query), &page)
	if l := c.instead(ctx, &err); l != nil {
		return l.list(ctx, query)
	}
	return page, err
}

// shortValue is how many bytes of a value are asked for where a trace is too large.
const shortValue = 1 << 10

// Trace implements traceapi.Store. Of a trace that is too large the values of attributes are cut.
func (c *Client) Trace(ctx context.Context, id string) (trace traceapi.Trace, err error) {
	path := "/traces/" + url.PathEscape(id)
	err = c.get(ctx, path, nil, &trace)
	if errors.Is(err, ErrTooLarge) {
		if c.Shortened != nil {
			c.Shortened(id, shortValue)
		}
		err = c.get(ctx, path, url.Values{"value_bytes": {strconv.Itoa(shortValue)}}, &trace)
	}
	if l := c.instead(ctx, &err); l != nil {
		return l.trace(ctx, id)
	}
	return trace, err
}

// ask is get with an error that names Plano's listener where that answers.
func (c *Client) ask(ctx context.Context, path string, values url.Values, answer any) error {
	err := c.get(ctx, path, values, answer)
	if c.instead(ctx, &err) != nil {
		return &ListenerError{c.address}
	}
	return err
}

// instead returns Plano's listener where it answers at the address, not a store.
func (c *Client) instead(ctx context.Context, err *error) *listener {
	var otherwise *notSpokenError
	if !errors.As(*err, &otherwise) {
		return nil
	}
	l, listenerErr := c.planoListener(ctx)
	if listenerErr != nil {
		if !errors.Is(listenerErr, errNotGRPC) {
			otherwise.why = listenerErr.Error()
		}
		return nil
	}
	return l
}
