package tracemcp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

const compareDescription = "Sets two things beside each other: two conversations (a and b are ids), or two groups of conversations: " +
	"values (a=model:x b=model:y, a=service:shop b=service:books) or times (a_since=2d a_until=1d b_since=1d). Tells quality, and signals " +
	"and issues that only one has, or that b has more or fewer of."

type compareInput struct {
	A      string `json:"a,omitempty" jsonschema:"a conversation's id, or a search"`
	B      string `json:"b,omitempty" jsonschema:"what it is compared with, of the same kind"`
	ASince string `json:"a_since,omitempty" jsonschema:"time from which a counts, written like since of issues"`
	AUntil string `json:"a_until,omitempty" jsonschema:"time before which a counts"`
	BSince string `json:"b_since,omitempty" jsonschema:"time from which b counts"`
	BUntil string `json:"b_until,omitempty" jsonschema:"time before which b counts"`
	sized
}

func (t *tools) compare(ctx context.Context, in compareInput, a *answer) error {
	idA, errA := conversationID(in.A)
	idB, errB := conversationID(in.B)
	switch {
	case errA == nil && errB == nil:
		return t.compareConversations(ctx, idA, idB, a)
	case errA == nil || errB == nil:
		return errors.New("a and b: must be two ids of conversations or two searches, not one of each")
	}
	queryA, queryB := traceapi.Query{Search: in.A}, traceapi.Query{Search: in.B}
	if err := t.bounds(timed{in.ASince, in.AUntil}, &queryA); err != nil {
		return fmt.Errorf("a_%w", err)
	}
	if err := t.bounds(timed{in.BSince, in.BUntil}, &queryB); err != nil {
		return fmt.Errorf("b_%w", err)
	}
	if queryA == queryB {
		return errors.New(`a and b: are the same; compare values (a="model:x" b="model:y") or times (a_since="2d" a_until="1d" b_since="1d")`)
	}
	return t.compareGroups(ctx, queryA, queryB, a)
}

func (t *tools) compareConversations(ctx context.Context, idA, idB string, a *answer) error {
	a.add(dataNotice)
	var signals [2]map[string]int
	for i, id := range []string{idA, idB} {
		c, err := t.store.Conversation(ctx, id)
		if err != nil {
			return err
		}
		a.addf("%s: %s", "ab"[i:i+1], t.row(c.ConversationSummary))
		signals[i] = make(map[string]int)
		for _, s := range c.Signals {
			signals[i][s.Signal] = s.Count
		}
	}
	writeDifferences("signal", signals[0], signals[1], 1, 1, a)
	a.note("evidence: get_conversation id=…")
	return nil
}

// group is what a search gives in all.
type group struct {
	conversations    int
	quality, signals map[string]int
	issues           map[string]int
	titles           map[string]string
	tokens, wasted   int64
}

func (t *tools) compareGroups(ctx context.Context, queryA, queryB traceapi.Query, a *answer) error {
	a.add(dataNotice)
	groupA, err := t.group(ctx, queryA)
	if err != nil {
		return fmt.Errorf("a: %w", err)
	}
	groupB, err := t.group(ctx, queryB)
	if err != nil {
		return fmt.Errorf("b: %w", err)
	}
	groupA.write("a", a)
	groupB.write("b", a)
	if groupA.conversations == 0 || groupB.conversations == 0 {
		a.note("nothing to compare with%s", t.emptyHint(ctx))
		return nil
	}
	writeDifferences("signal", groupA.signals, groupB.signals, groupA.conversations, groupB.conversations, a)
	maps.Copy(groupA.titles, groupB.titles)
	writeIssues(groupA, groupB, a)
	a.note("evidence: search query=issue:… or get_conversation id=…")
	return nil
}

func (t *tools) group(ctx context.Context, query traceapi.Query) (*group, error) {
	g := &group{quality: map[string]int{}, signals: map[string]int{}, issues: map[string]int{}, titles: map[string]string{}}
	quality, err := t.store.Trends(ctx, query, traceapi.ByQuality)
	if err != nil {
		return nil, err
	}
	for _, s := range quality.Series {
		g.quality[s.Name] += total(s.Values)
		g.conversations += total(s.Values)
		g.tokens += sumOf(s.Tokens)
		g.wasted += sumOf(s.WasteTokens)
	}
	signals, err := t.store.Trends(ctx, query, traceapi.BySignal)
	if err != nil {
		return nil, err
	}
	for _, s := range signals.Series {
		g.signals[s.Name] += total(s.Values)
	}
	query.Limit = traceapi.MaxLimit
	issues, err := t.store.Issues(ctx, query)
	if err != nil {
		return nil, err
	}
	for _, issue := range issues.Issues {
		g.issues[issue.ID] = issue.Count
		g.titles[issue.ID] = issue.Title
	}
	return g, nil
}

func (g *group) write(label string, a *answer) {
	line := fmt.Sprintf("%s: %d conversations", label, g.conversations)
	for _, quality := range []string{"Severe", "Poor", "Neutral", "Good", "Excellent"} {
		line += fmt.Sprintf(", %s %s", quality, share(g.quality[quality], g.conversations))
	}
	if g.wasted > 0 {
		line += fmt.Sprintf(", trouble took %d of %d tokens", g.wasted, g.tokens)
	}
	a.add(line + "\n")
}

// writeDifferences writes counts per hundred of a group, those that differ most first.
func writeDifferences(kind string, countsA, countsB map[string]int, wholeA, wholeB int, a *answer) {
	for _, d := range differences(countsA, countsB, wholeA, wholeB) {
		if !a.addf("%s %s: a %d, b %d%s\n", kind, name(d.key), d.a, d.b, d.word(wholeA, wholeB)) {
			return
		}
	}
}

func writeIssues(groupA, groupB *group, a *answer) {
	const most = 12
	for i, d := range differences(groupA.issues, groupB.issues, groupA.conversations, groupB.conversations) {
		if i == most || !a.addf("issue %s %s: a %d, b %d%s\n", d.key, quote(groupA.titles[d.key], rowBytes), d.a, d.b,
			d.word(groupA.conversations, groupB.conversations)) {
			return
		}
	}
}

// difference is what two groups have of one thing.
type difference struct {
	key  string
	a, b int
	// rate is how many more b has for each conversation.
	rate float64
}

func differences(countsA, countsB map[string]int, wholeA, wholeB int) []difference {
	var all []difference
	keys := maps.Clone(countsA)
	maps.Copy(keys, countsB)
	for key := range keys {
		a, b := countsA[key], countsB[key]
		all = append(all, difference{key, a, b, float64(b)/float64(wholeB) - float64(a)/float64(wholeA)})
	}
	slices.SortFunc(all, func(x, y difference) int {
		return cmp.Or(cmp.Compare(abs(y.rate), abs(x.rate)), cmp.Compare(x.key, y.key))
	})
	return all
}

func abs(x float64) float64 { return max(x, -x) }

func (d difference) word(wholeA, wholeB int) string {
	switch {
	case d.a == 0:
		return ", only in b"
	case d.b == 0:
		return ", only in a"
	case wholeA == 1 && wholeB == 1:
		return ""
	}
	return fmt.Sprintf(", %+.0f per 100 conversations", d.rate*100)
}
