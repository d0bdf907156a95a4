package server

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/search"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// Bounds of parameters.
const (
	maxCursor = 1 << 10
	maxValue  = 1 << 10
	maxIndex  = 1 << 30
)

// params reads the parameters of a request. The first that can't be used is kept as the error.
type params struct {
	request *http.Request
	values  url.Values
	used    map[string]bool
	now     func() time.Time
	err     error
}

func newParams(r *http.Request, now func() time.Time) *params {
	p := &params{request: r, used: make(map[string]bool), now: now}
	var err error
	if p.values, err = url.ParseQuery(r.URL.RawQuery); err != nil {
		p.fail("the query of the address can't be read")
	}
	return p
}

func (p *params) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf("%w: %s", traceapi.ErrInvalid, fmt.Sprintf(format, args...))
	}
}

// check returns the first error, and one for a parameter that nobody asked for.
func (p *params) check() error {
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		if !p.used[name] {
			p.fail("%.40q is no parameter here", name)
		}
	}
	return p.err
}

// text returns a parameter of at most a number of bytes; empty where it is not there.
func (p *params) text(name string, most int) string {
	p.used[name] = true
	values := p.values[name]
	if len(values) > 1 {
		p.fail("%s: must be there once", name)
	}
	if len(values) == 0 {
		return ""
	}
	if len(values[0]) > most {
		p.fail("%s: must have at most %d bytes", name, most)
		return ""
	}
	return values[0]
}

// number returns a parameter between two numbers; absent where it is not there.
func (p *params) number(name string, absent, least, most int64) int64 {
	text := p.text(name, 20)
	if text == "" {
		return absent
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < least || n > most {
		p.fail("%s: must be a number between %d and %d, is %q", name, least, most, text)
		return absent
	}
	return n
}

func (p *params) oneOf(name string, allowed ...string) string {
	value := p.text(name, maxValue)
	if value != "" && !slices.Contains(allowed, value) {
		p.fail("%s: must be one of %s, is %.40q", name, strings.Join(allowed, ", "), value)
	}
	return value
}

// id returns a part of the path that must be hexadecimal digits, of one of some lengths, in lower case.
func (p *params) id(lengths ...int) string {
	value := strings.ToLower(p.request.PathValue("id"))
	if !slices.Contains(lengths, len(value)) || strings.Trim(value, "0123456789abcdef") != "" {
		shown := make([]string, len(lengths))
		for i, n := range lengths {
			shown[i] = strconv.Itoa(n)
		}
		p.fail("id: must have %s hexadecimal digits, is %.40q", strings.Join(shown, " or "), value)
	}
	return value
}

// query returns what all lists have in common.
func (p *params) query() traceapi.Query {
	q := traceapi.Query{
		Search: p.text("q", search.MaxBytes),
		From:   p.number("from", 0, 0, 1<<63-1),
		To:     p.number("to", 0, 0, 1<<63-1),
		Order:  p.oneOf("order", traceapi.OrderWorst, traceapi.OrderNewest),
		Limit:  int(p.number("limit", traceapi.DefaultLimit, 1, traceapi.MaxLimit)),
		Cursor: p.text("cursor", maxCursor),
	}
	if _, err := search.Parse(q.Search); err != nil {
		p.fail("q: %v", err)
	}
	if since := p.text("since", maxValue); since != "" {
		from, err := sinceOf(since, p.now())
		switch {
		case err != nil:
			p.fail("since: %v", err)
		case q.From != 0:
			p.fail("since: can't be used together with from")
		}
		q.From = from
	}
	if q.To != 0 && q.From > q.To {
		p.fail("to: must not be before from")
	}
	return q
}

// sinceOf understands what the search understands behind since:.
func sinceOf(text string, now time.Time) (int64, error) {
	query, err := search.Parse(search.FieldSince + ":" + search.Quote(text))
	if err != nil {
		return 0, err
	}
	from, ok := query.Since(now)
	if !ok {
		return 0, errors.New("must be a time such as 30m, 2h or 7d")
	}
	return max(from.UnixNano(), 0), nil
}

// index returns the part of the path that is the number of a message.
func (p *params) index() int {
	n, err := strconv.Atoi(p.request.PathValue("index"))
	if err != nil || n < 0 || n > maxIndex {
		p.fail("index: must be a number between 0 and %d, is %.40q", maxIndex, p.request.PathValue("index"))
	}
	return n
}
