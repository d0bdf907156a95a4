package catalogue

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/spanstore"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// epoch is when the tests' spans begin, in Unix nanoseconds.
const epoch = int64(1_790_000_000_000_000_000)

const second = int64(time.Second)

// desk is a catalogue with its file.
type desk struct {
	tb      testing.TB
	path    string
	conn    *sqlite.Conn
	c       *Catalogue
	seq     uint64
	changes []traceapi.Change
}

func newDesk(tb testing.TB) *desk {
	tb.Helper()
	d := &desk{tb: tb, path: filepath.Join(tb.TempDir(), "traces.db")}
	d.open()
	return d
}

func (d *desk) open() {
	d.tb.Helper()
	var options Options
	conn, err := sqlite.OpenConn(d.path)
	require.NoError(d.tb, err)
	d.tb.Cleanup(func() { _ = conn.Close() })
	require.NoError(d.tb, sqlitex.ExecuteTransient(conn, "PRAGMA synchronous=OFF", nil))
	options.Notify = func(change traceapi.Change) { d.changes = append(d.changes, change) }
	options.Now = func() time.Time { return time.Unix(0, epoch).Add(24 * time.Hour) }
	d.conn, d.c = conn, New(options)
	d.within(func() error { return d.c.Migrate(conn) })
}

// restart opens the file with a new catalogue.
func (d *desk) restart() {
	d.tb.Helper()
	require.NoError(d.tb, d.conn.Close())
	d.open()
}

// within runs f in a transaction.
func (d *desk) within(f func() error) {
	d.tb.Helper()
	end, err := sqlitex.ImmediateTransaction(d.conn)
	require.NoError(d.tb, err)
	err = f()
	end(&err)
	require.NoError(d.tb, err)
}

// applied gives spans a number; a span that has one keeps it.
func (d *desk) number(spans []spanstore.Applied) {
	for i := range spans {
		if spans[i].Span.Seq == 0 {
			d.seq++
			spans[i].Span.Seq = d.seq
		}
	}
}

func (d *desk) apply(spans ...spanstore.Applied) {
	d.tb.Helper()
	d.number(spans)
	var done func()
	d.within(func() (err error) {
		done, err = d.c.Apply(context.Background(), d.conn, spans)
		return err
	})
	done()
}

func (d *desk) list(q traceapi.Query) traceapi.ConversationPage {
	d.tb.Helper()
	page, err := d.c.Conversations(context.Background(), d.conn, q, nil)
	require.NoError(d.tb, err)
	return page
}

// found returns the sessions that a search finds, those without one by their id.
func (d *desk) found(search string) []string {
	d.tb.Helper()
	sessions := []string{}
	for _, s := range d.list(traceapi.Query{Search: search, Limit: traceapi.MaxLimit}).Conversations {
		if s.Session == "" {
			s.Session = s.ID
		}
		sessions = append(sessions, s.Session)
	}
	return sessions
}

func (d *desk) only() *Detail {
	d.tb.Helper()
	page := d.list(traceapi.Query{})
	require.Len(d.tb, page.Conversations, 1)
	return d.detail(page.Conversations[0].ID)
}

func (d *desk) detail(id string) *Detail {
	d.tb.Helper()
	detail, err := d.c.Conversation(context.Background(), d.conn, id)
	require.NoError(d.tb, err)
	return detail
}

func traceID(n int) (id model.TraceID) {
	binary.BigEndian.PutUint64(id[:], mix(uint64(n)))
	binary.BigEndian.PutUint64(id[8:], uint64(n))
	return id
}

func spanID(n int) (id model.SpanID) {
	binary.BigEndian.PutUint64(id[:], uint64(n))
	return id
}

var shop = &model.Resource{Service: "shop"}

// spanAt is a span of a trace that begins some seconds after the epoch and takes one.
func spanAt(trace, span, at int, o *observe.Observation) spanstore.Applied {
	return spanstore.Applied{
		Span: &model.Span{
			TraceID: traceID(trace), SpanID: spanID(span), Start: uint64(epoch + int64(at)*second), End: uint64(epoch + int64(at+1)*second),
			Resource: shop,
		},
		Observation: o, Trace: traceID(trace),
	}
}

// chat is a call of a model.
func chat(session string, messages ...signals.Message) *observe.Observation {
	return &observe.Observation{
		Kind: observe.KindModel, Session: session, Model: "m1", Messages: messages, HasMessages: len(messages) > 0, Content: "kept",
		Input: 10, Output: 2,
	}
}

func user(text string) signals.Message { return signals.Message{Role: signals.RoleUser, Text: text} }

func answer(text string) signals.Message {
	return signals.Message{Role: signals.RoleAssistant, Text: text}
}

// trajectories are the conversations of testdata.
func trajectories(tb testing.TB) (all [][]signals.Message) {
	tb.Helper()
	file, err := os.Open("testdata/trajectories.jsonl")
	require.NoError(tb, err)
	defer func() { _ = file.Close() }()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct {
			Messages []struct{ From, Value string }
		}
		require.NoError(tb, json.Unmarshal(lines.Bytes(), &line))
		var messages []signals.Message
		for _, m := range line.Messages {
			switch m.From {
			case "human":
				messages = append(messages, user(m.Value))
			case "gpt":
				messages = append(messages, answer(m.Value))
			case "function_call":
				var call struct{ Name, Arguments string }
				require.NoError(tb, json.Unmarshal([]byte(m.Value), &call))
				messages = append(messages, signals.Message{Role: signals.RoleToolCall, Tool: call.Name, Arguments: call.Arguments})
			case "observation":
				messages = append(messages, signals.Message{Role: signals.RoleToolResult, Text: m.Value})
			}
		}
		all = append(all, messages)
	}
	require.NoError(tb, lines.Err())
	require.NotEmpty(tb, all)
	return all
}
