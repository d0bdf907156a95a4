package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

type labelledTurn struct {
	Source   string   `json:"source"`
	Role     string   `json:"role"`
	Prev     string   `json:"prev"`
	PrevUser string   `json:"prev_user"`
	Text     string   `json:"text"`
	Labels   []string `json:"labels"`
	Maybe    []string `json:"maybe"`
}

// counts are those of one leaf.
type counts struct{ right, wrong, missed int }

func (c counts) precision() float64 { return ratio(c.right, c.right+c.wrong) }
func (c counts) recall() float64    { return ratio(c.right, c.right+c.missed) }
func (c counts) f1() float64        { return ratio(2*c.right, 2*c.right+c.wrong+c.missed) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// The kinds of rows.
const (
	userTurns = iota
	toolResults
	rowKinds
)

var rowKindNames = [rowKinds]string{"user turns", "tool results"}

// labelScores are the counts of each leaf, by kind of row.
type labelScores struct {
	all [rowKinds][signals.LeafCount]counts
	// ordered expects one leaf of an exclusive group per message.
	ordered [rowKinds][signals.LeafCount]counts
}

// scoreLabels analyses each row of a file; wrong is called for the rows with a false or a missed leaf.
func scoreLabels(a *signals.Analyzer, file string, wrong func(row *labelledTurn, leaves string)) (*labelScores, error) {
	scores := &labelScores{}
	err := eachLine(file, func(line []byte) error {
		var row labelledTurn
		if err := json.Unmarshal(line, &row); err != nil {
			return err
		}
		labels, err := leavesOf(row.Labels)
		if err != nil {
			return err
		}
		maybe, err := leavesOf(row.Maybe)
		if err != nil {
			return err
		}
		found := row.found(a)
		if leaves := compare(&scores.all[row.kind()], labels, maybe, found); leaves != "" {
			wrong(&row, leaves)
		}
		compare(&scores.ordered[row.kind()], firstOfGroup(labels), append(maybe, labels...), found)
		return nil
	})
	return scores, err
}

func evalLabels(a *signals.Analyzer, file string, verbose bool) error {
	// Rows that check whether a rule generalises are for totals only.
	verbose = verbose && !strings.Contains(file, ".check.")
	scores, err := scoreLabels(a, file, func(row *labelledTurn, leaves string) {
		if verbose {
			fmt.Printf("%s %q\n   after %q\n", leaves, clip(row.Text), clip(row.Prev))
		}
	})
	if err != nil {
		return err
	}
	for kind, name := range rowKindNames {
		printLeaves(name, &scores.all[kind])
		fmt.Printf("  macro F1 with one leaf of an exclusive group expected per message: %.3f\n", macro(&scores.ordered[kind]))
	}
	return nil
}

func (t *labelledTurn) kind() int {
	if t.Role == "user" {
		return userTurns
	}
	return toolResults
}

// found are the leaves that the last message of the row raises by itself.
func (t *labelledTurn) found(a *signals.Analyzer) (found []signals.Leaf) {
	messages := t.messages()
	r := a.Analyze(messages)
	for i := range r.Instances {
		in := &r.Instances[i]
		ofCourse := in.Leaf.Category() == signals.Stagnation || in.Leaf.Category() == signals.Loops
		if in.MessageIndex == len(messages)-1 && !ofCourse {
			found = append(found, in.Leaf)
		}
	}
	return found
}

func clip(text string) string {
	if len(text) > 300 {
		return text[:150] + " [...] " + text[len(text)-150:]
	}
	return text
}

// messages rebuilds the end of the conversation that the row was cut from.
func (t *labelledTurn) messages() []signals.Message {
	var messages []signals.Message
	if t.Role != "user" {
		call := signals.Message{Role: signals.RoleToolCall, Arguments: t.Prev}
		if name, arguments, ok := strings.Cut(t.Prev, " {"); ok && !strings.ContainsAny(name, " {\n") {
			call.Tool, call.Arguments = name, "{"+arguments
		}
		return append(messages, call, signals.Message{Role: signals.RoleToolResult, Text: t.Text})
	}
	if t.PrevUser != "" {
		messages = append(messages, signals.Message{Role: signals.RoleUser, Text: t.PrevUser})
	}
	if t.Prev != "" {
		messages = append(messages, signals.Message{Role: signals.RoleAssistant, Text: t.Prev})
	}
	return append(messages, signals.Message{Role: signals.RoleUser, Text: t.Text})
}

func leavesOf(names []string) ([]signals.Leaf, error) {
	var found []signals.Leaf
	for _, name := range names {
		leaf, err := signals.ParseLeaf(name)
		for _, layer := range []string{"interaction.", "execution.", "environment."} {
			if err != nil {
				leaf, err = signals.ParseLeaf(layer + name)
			}
		}
		if err != nil {
			return nil, err
		}
		found = append(found, leaf)
	}
	return found, nil
}

// firstOfGroup keeps of the exclusive leaves of a category the one that comes first.
func firstOfGroup(labels []signals.Leaf) []signals.Leaf {
	kept := slices.Clone(labels)
	for category := range signals.Category(signals.CategoryCount) {
		seen := false
		for _, leaf := range category.Exclusive() {
			if !slices.Contains(kept, leaf) {
				continue
			}
			if seen {
				kept = slices.DeleteFunc(kept, func(l signals.Leaf) bool { return l == leaf })
			}
			seen = true
		}
	}
	return kept
}

func compare(c *[signals.LeafCount]counts, labels, maybe, found []signals.Leaf) (wrong string) {
	for leaf := signals.Leaf(0); int(leaf) < signals.LeafCount; leaf++ {
		expected, got := slices.Contains(labels, leaf), slices.Contains(found, leaf)
		if !expected && slices.Contains(maybe, leaf) {
			continue
		}
		switch {
		case expected && got:
			c[leaf].right++
		case got:
			c[leaf].wrong++
			wrong += " FALSE " + leaf.String()
		case expected:
			c[leaf].missed++
			wrong += " MISSED " + leaf.String()
		}
	}
	return wrong
}

// macro is the mean F1 of the leaves that are labelled at all.
func macro(c *[signals.LeafCount]counts) float64 {
	sum, n := 0.0, 0
	for _, leaf := range c {
		if leaf.right+leaf.missed > 0 {
			sum += leaf.f1()
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// micro adds up the counts of all leaves.
func micro(c *[signals.LeafCount]counts) (total counts) {
	for _, l := range c {
		total.right, total.wrong, total.missed = total.right+l.right, total.wrong+l.wrong, total.missed+l.missed
	}
	return total
}

func printLeaves(name string, c *[signals.LeafCount]counts) {
	const row = "  %-46s %5d %5d %6d %5.2f %6.2f %5.2f\n"
	fmt.Printf("%-48s right wrong missed  prec recall    F1\n", name)
	for leaf, l := range c {
		if l != (counts{}) {
			fmt.Printf(row, signals.Leaf(leaf), l.right, l.wrong, l.missed, l.precision(), l.recall(), l.f1())
		}
	}
	total := micro(c)
	fmt.Printf(row, "all (micro)", total.right, total.wrong, total.missed, total.precision(), total.recall(), total.f1())
	fmt.Printf("  macro F1: %.3f\n", macro(c))
}
