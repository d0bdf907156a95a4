package catalogue

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/spanstore"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// ask asks all there is to ask.
func ask(c *Catalogue, conn *sqlite.Conn) error {
	ctx := context.Background()
	page, err := c.Conversations(ctx, conn, traceapi.Query{Search: "question quality:severe tool:look", Limit: 5}, nil)
	if err != nil {
		return fmt.Errorf("conversations: %w", err)
	}
	for i := range page.Conversations {
		if _, err := c.Conversation(ctx, conn, page.Conversations[i].ID); err != nil {
			return fmt.Errorf("conversation: %w", err)
		}
	}
	if _, err := c.Issues(ctx, conn, traceapi.Query{}, nil); err != nil {
		return fmt.Errorf("issues: %w", err)
	}
	if _, err := c.Trends(ctx, conn, traceapi.Query{}, traceapi.ByTool, nil); err != nil {
		return fmt.Errorf("trends: %w", err)
	}
	_, err = c.Suggest(ctx, conn, "tool", "l", 5)
	return err
}

func TestQueriesBesideTheWriter(t *testing.T) {
	d := newDesk(t)
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 3 {
		conn, err := sqlite.OpenConn(d.path)
		require.NoError(t, err)
		readers.Go(func() {
			for {
				select {
				case <-done:
					assert.NoError(t, conn.Close())
					return
				default:
					assert.NoError(t, ask(d.c, conn))
				}
			}
		})
	}
	for i := range 150 {
		o := judged(chat(fmt.Sprint("s", i%20), user(fmt.Sprint("question ", i)), answer("so")), "Severe", float64(i%25),
			found(signals.InvalidArgs, 0, fmt.Sprint("no ", i), true))
		d.apply(spanAt(i, 3*i+1, i, o), spanAt(i, 3*i+2, i, tool("", fmt.Sprint("look", i%7), "c")), spanAt(i, 3*i+3, i, nil))
		if i%10 == 9 {
			gone := []spanstore.Forgotten{{Trace: traceID(i - 9), All: true}}
			d.within(func() error { return d.c.Forget(context.Background(), d.conn, gone) })
		}
	}
	close(done)
	readers.Wait()
	assert.Len(t, d.found("quality:severe"), 18, "all traces of s0 and s10 are gone")
}
