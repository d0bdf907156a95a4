package catalogue

import (
	"fmt"
	"strings"

	"github.com/cespare/xxhash/v2"
	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// docsPerConversation is how many numbers of documents a conversation has, one for each call.
const docsPerConversation = 1 << 14

// docOf numbers the words of a call.
func docOf(cid int64, n int32) int64 { return cid*docsPerConversation + int64(n) }

// maxRemembered is how many texts of a conversation are recognised when a tool's span and a call of a model both hold them.
const maxRemembered = 4096

// indexWords puts the words that are new with a call into the index.
func (c *conversation) indexWords(conn *sqlite.Conn, call *call) error {
	o := call.observation
	if o == nil {
		return nil
	}
	var said, failed strings.Builder
	if call.Kind == observe.KindTool {
		for i := range o.Messages {
			c.speak(&said, &o.Messages[i])
		}
	}
	offset := c.tree.length(call.base)
	for _, at := range call.made {
		n := &c.tree.nodes[at]
		if index := int(n.depth) - offset; n.same == none && index >= 0 && index < len(o.Messages) {
			c.speak(&said, &o.Messages[index])
		}
	}
	addWords(&failed, call.Error)
	for i := range call.Findings {
		if f := &call.Findings[i]; !f.Old && strings.HasPrefix(f.Leaf, "e") {
			addWords(&failed, f.Snippet)
		}
	}
	call.made, call.observation = nil, nil
	if strings.TrimSpace(said.String()) == "" && strings.TrimSpace(failed.String()) == "" {
		return nil
	}
	err := exec(conn, "INSERT INTO texts (rowid, said, errors) VALUES (?, ?, ?)", docOf(c.cid, call.n), said.String(), failed.String())
	if err != nil {
		return fmt.Errorf("index words: %w", err)
	}
	return nil
}

// speak adds the words of a message. Those of a tool's call and result are added once, whether the tool's span or a later call
// of the model brings them.
func (c *conversation) speak(to *strings.Builder, m *signals.Message) {
	for _, text := range [...]string{m.Text, m.Arguments} {
		if text == "" {
			continue
		}
		if m.Role == signals.RoleToolCall || m.Role == signals.RoleToolResult {
			hash := xxhash.Sum64String(text)
			if _, known := c.spoken[hash]; known {
				continue
			}
			if len(c.spoken) < maxRemembered {
				c.spoken[hash] = struct{}{}
			}
		}
		addWords(to, text)
	}
}
