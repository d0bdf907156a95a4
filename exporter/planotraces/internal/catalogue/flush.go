package catalogue

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// flush writes what changed.
func (w *work) flush(ctx context.Context) (entries []entry, summaries []summary, err error) {
	for _, cid := range slices.Sorted(maps.Keys(w.dirty)) {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		c := w.dirty[cid]
		s, e, err := w.write(c)
		if err != nil {
			return nil, nil, fmt.Errorf("write %s: %w", FormatID(c.hash), err)
		}
		entries, summaries = append(entries, e), append(summaries, s)
		w.cache.resize(cid)
	}
	for _, t := range w.traces {
		if !t.dirty {
			continue
		}
		t.dirty, t.stored = false, true
		if err := exec(w.conn, "INSERT OR REPLACE INTO members VALUES (?, 0, ?, ?, ?, ?)",
			t.id[:], t.plain.spans, t.plain.errors, t.plain.start, t.plain.end); err != nil {
			return nil, nil, err
		}
	}
	clear(w.fresh)
	w.cache.trim()
	return entries, summaries, nil
}

// write brings a conversation up to date and writes it.
func (w *work) write(c *conversation) (summary, entry, error) {
	c.replay()
	for _, call := range c.calls {
		if call.stored {
			continue
		}
		c.nameTools(call)
		if err := c.indexWords(w.conn, call); err != nil {
			return summary{}, entry{}, err
		}
		if err := c.writeCall(w.conn, call); err != nil {
			return summary{}, entry{}, err
		}
	}
	for id, m := range c.members {
		if m.stored {
			continue
		}
		m.stored = true
		if err := exec(w.conn, "INSERT OR REPLACE INTO members VALUES (?, ?, ?, ?, ?, ?)",
			id[:], c.cid, m.own.spans, m.own.errors, m.own.start, m.own.end); err != nil {
			return summary{}, entry{}, err
		}
	}
	found := c.findings()
	tags, err := w.tag(c, found)
	if err != nil {
		return summary{}, entry{}, err
	}
	s, e := c.summarize(found)
	e.tags = tags
	if err := c.writeSummary(w.conn, &s, &e); err != nil {
		return s, e, err
	}
	return s, e, c.writeFindings(w.conn, found)
}

// maxTools is how many tools a call names beside its own.
const maxTools = 32

// nameTools notes the tools that the new messages of a call call.
func (c *conversation) nameTools(call *call) {
	if call.observation == nil {
		return
	}
	offset := c.tree.length(call.base)
	for _, at := range call.made {
		index := int(c.tree.nodes[at].depth) - offset
		if index < 0 || index >= len(call.observation.Messages) {
			continue
		}
		m := &call.observation.Messages[index]
		if m.Role == signals.RoleToolCall && m.Tool != "" && len(m.Tool) <= maxName && len(call.Tools) < maxTools &&
			!slices.Contains(call.Tools, m.Tool) {
			call.Tools = append(call.Tools, strings.Clone(m.Tool))
		}
	}
}

// tag names what a conversation is found by, and the issues of its findings.
func (w *work) tag(c *conversation, found []located) (string, error) {
	counts := map[nameKey]int{}
	for _, call := range c.calls {
		counts[nameKey{ofService, call.Service}] = 1
		counts[nameKey{ofModel, call.Model}] = 1
		counts[nameKey{ofAgent, call.Agent}] = 1
		counts[nameKey{ofTool, call.Tool}] = 1
		for _, tool := range call.Tools {
			counts[nameKey{ofTool, tool}] = 1
		}
	}
	seen := map[nameKey]int64{}
	for i := range found {
		f := &found[i]
		counts[nameKey{ofSignal, f.Leaf}]++
		if s, ok := shapeOf(f.finding, f.call.Service); ok {
			k := nameKey{ofIssue, s.text()}
			counts[k]++
			if first, ok := seen[k]; !ok || f.call.end < first {
				seen[k] = f.call.end
			}
		}
	}
	tags := make([]tag, 0, len(counts))
	for k, n := range counts {
		if k.value == "" || len(tags) == maxTags {
			continue
		}
		id, err := w.names.idOf(w.conn, k.field, k.value, seen[k])
		if err != nil {
			return "", err
		}
		if id != 0 {
			tags = append(tags, tag{id, n})
		}
	}
	w.locate(found)
	return packTags(tags), nil
}

// maxTags is how many names a conversation has.
const maxTags = 512

// locate notes the issues of findings.
func (w *work) locate(found []located) {
	w.names.mu.RLock()
	defer w.names.mu.RUnlock()
	for i := range found {
		f := &found[i]
		if s, ok := shapeOf(f.finding, f.call.Service); ok {
			f.issue = w.names.ids[nameKey{ofIssue, s.text()}]
		}
	}
}
