package tracemcp

import (
	"fmt"
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// alikeFindings are findings that tell the same of several messages.
type alikeFindings struct {
	traceapi.Finding
	messages []int
	count    int
}

// groupFindings puts those together that differ in their message only, in the order of the first of each.
func groupFindings(findings []traceapi.Finding) []alikeFindings {
	type key struct{ signal, tool, rule, source, snippet string }
	at := make(map[key]int)
	var groups []alikeFindings
	for _, f := range findings {
		k := key{f.Signal, f.Tool, f.Rule, f.Source, f.Snippet}
		i, known := at[k]
		if !known {
			i = len(groups)
			at[k] = i
			groups = append(groups, alikeFindings{Finding: f})
		}
		groups[i].count++
		if f.Message >= 0 {
			groups[i].messages = append(groups[i].messages, f.Message)
		}
	}
	return groups
}

// markedMessages are the first and the last message of each group.
func markedMessages(findings []traceapi.Finding) map[int]bool {
	marked := make(map[int]bool)
	for _, group := range groupFindings(findings) {
		if len(group.messages) > 0 {
			marked[slices.Min(group.messages)] = true
			marked[slices.Max(group.messages)] = true
		}
	}
	return marked
}

func writeFindings(c *traceapi.Conversation, a *answer) {
	if len(c.Findings) == 0 {
		a.add("no signals\n")
		return
	}
	a.addf("%d signals:\n", len(c.Findings))
	groups := groupFindings(c.Findings)
	told := ""
	for i, group := range groups {
		// The rest of the answer is for the messages.
		if i == maxFindings || a.room() < a.limit*2/5 {
			a.addf("- %d more kinds: max_bytes=%d\n", len(groups)-i, largestBytes)
			return
		}
		a.add(group.line(told))
		told = group.TraceID
	}
}

// line writes a group of findings; the trace only where the one before was of another.
func (f *alikeFindings) line(told string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "- %s", name(f.Signal))
	if f.count > 1 {
		fmt.Fprintf(&b, " ×%d", f.count)
	}
	if len(f.messages) > 0 {
		b.WriteString(" in " + indices(f.messages))
	}
	fmt.Fprintf(&b, ", sure %.2f", f.Confidence)
	if f.Tool != "" {
		fmt.Fprintf(&b, ", tool %s", name(f.Tool))
	}
	if f.ComparedWith != nil {
		fmt.Fprintf(&b, ", %.0f%% like [%d]", f.Similarity*100, *f.ComparedWith)
	}
	if f.Rule != "" {
		fmt.Fprintf(&b, ", rule %s", name(f.Rule))
	}
	if f.Source != "" {
		fmt.Fprintf(&b, ", from %s", name(f.Source))
	}
	if f.Snippet != "" {
		fmt.Fprintf(&b, ": %s", quote(f.Snippet, snippetBytes))
	} else if f.Explanation != "" {
		fmt.Fprintf(&b, ": %s", quote(f.Explanation, sentenceBytes))
	}
	if f.TraceID != told {
		fmt.Fprintf(&b, " trace %s", name(f.TraceID))
	}
	b.WriteByte('\n')
	return b.String()
}

// indices writes a few numbers of messages.
func indices(messages []int) string {
	const most = 8
	text := "["
	for i, index := range messages {
		if i == most {
			return text + fmt.Sprintf("] and %d more", len(messages)-most)
		}
		if i > 0 {
			text += ","
		}
		text += fmt.Sprint(index)
	}
	return text + "]"
}
