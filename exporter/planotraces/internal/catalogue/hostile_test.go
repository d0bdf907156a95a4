package catalogue

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/search"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// hostile are texts that somebody sends to do harm.
var hostile = []string{
	`"`, `""`, `'; DROP TABLE calls; --`, `said:secret`, `errors : x`, `NEAR(a b, 2)`, `a AND b OR NOT c`, `^start`, `{said errors}: x`,
	`a* b* *`, `(((`, `"unbalanced`, `-`, `+`, "a\x00b", "\x00", "\xff\xfe broken",
	strings.Repeat("x", 1<<20), strings.Repeat("word ", 200_000),
	strings.Repeat("品", 1<<18), "\u202eright to left", "<script>alert(1)</script>", "e\u0301\u0301\u0301", strings.Repeat("é\u0301", 100),
}

func TestHostileTextsAreFoundAsWords(t *testing.T) {
	d := newDesk(t)
	for i, text := range hostile {
		o := chat(text, user(text), answer(text+" certainly"))
		o.User, o.Agent, o.Model, o.Error = "u", text, text, text
		o.Messages = append(o.Messages, signals.Message{Role: signals.RoleToolCall, Tool: text, Arguments: text})
		o.Findings = append(o.Findings, found(signals.APIError, 1<<30, text, true), found(signals.Retry, -1, text, false))
		o.Findings[1].Metadata.Calls = []int{-1, 1 << 30, 0, 1, 2}
		d.apply(spanAt(i, i+1, i, o))
	}
	d.restart()
	require.NoError(t, rows(d.conn, "INSERT INTO texts(texts) VALUES ('integrity-check')", nil))
	all := d.list(traceapi.Query{Limit: 1000})
	assert.Len(t, all.Conversations, len(hostile))
	for i := range all.Conversations {
		detail := d.detail(all.Conversations[i].ID)
		assert.LessOrEqual(t, len(detail.FirstMessage), maxExcerpt)
		assert.LessOrEqual(t, len(detail.Session), maxSession)
	}
	short := 0
	for _, text := range hostile {
		if len(text) < maxSpoken {
			short++
		}
	}
	assert.Len(t, d.found("certainly"), short, "a text is read up to its bound")
}

func TestHostileSearches(t *testing.T) {
	d := newDesk(t)
	d.apply(spanAt(1, 1, 1, chat("s", user("secret plan"), answer("no"))))
	for _, text := range hostile {
		quoted := search.Quote(text)
		for _, query := range []string{text, quoted, "error:" + quoted, "session:" + quoted, quoted + "*"} {
			page, err := d.c.Conversations(context.Background(), d.conn, traceapi.Query{Search: query}, nil)
			if err != nil {
				require.ErrorIs(t, err, traceapi.ErrInvalid, "%.80q", query)
				continue
			}
			for range page.Conversations {
				assert.NotContains(t, query, "said:", "a column is no part of the language")
			}
		}
	}
	assert.Equal(t, []string{"s"}, d.found("secret"))
}

func FuzzSearch(f *testing.F) {
	for _, text := range hostile {
		if len(text) < 1000 {
			f.Add(text)
		}
	}
	d := newDesk(f)
	d.apply(spanAt(1, 1, 1, chat("s", user("secret plan"), answer("no"))))
	f.Fuzz(func(t *testing.T, query string) {
		if _, err := d.c.Conversations(context.Background(), d.conn, traceapi.Query{Search: query}, nil); err != nil {
			require.ErrorIs(t, err, traceapi.ErrInvalid)
		}
	})
}

func TestShapes(t *testing.T) {
	for text, want := range map[string]string{
		"order 88 not found": "order <n> not found",
		"Order #A-17/22 of bob.x+1@mail.example.org not found at https://x.org/a?b=1": "Order #<n>/<n> of <email> not found at <url>",
		`{"error": "no such invoice: 7", "code": 404}`:                                "error: no such invoice: <n>, code: <n>",
		"id 123e4567-e89b-12d3-a456-426614174000 or 0xdeadbeef1":                      "id <id> or <n>",
		`can't open "secret.txt" or '/etc/x'`:                                         "can't open <text> or <text>",
		"open /var/lib/app-1/x.db: denied":                                            "open <path>: denied",
		"at 12:30:59.123, 10.0.0.1:8080":                                              "at <n>, <n>",
		"":                                                                            "",
	} {
		assert.Equal(t, want, withoutVariables(text))
	}
	assert.LessOrEqual(t, len(withoutVariables(strings.Repeat("é ", 1<<20))), maxError)
}
