package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// What the store shall reach.
const (
	goalRate     = 40_000
	goalMillis   = 50
	goalBytes    = 300
	goalSessions = 2
	goalMemory   = 200
	goalOpen     = 1
)

// table is what was measured.
type table struct {
	rows   [][4]string
	missed int
}

func (t *table) atLeast(what string, figure, goal float64, format string) {
	t.add(what, ">= ", figure, goal, figure >= goal, format)
}

func (t *table) atMost(what string, figure, goal float64, format string) {
	t.add(what, "<= ", figure, goal, figure <= goal, format)
}

func (t *table) add(what, sign string, figure, goal float64, reached bool, format string) {
	verdict := "reached"
	if !reached {
		verdict = "MISSED"
		t.missed++
	}
	t.rows = append(t.rows, [4]string{what, sign + fmt.Sprintf("%.0f", goal), fmt.Sprintf(format, figure), verdict})
}

// note adds a figure that has no goal.
func (t *table) note(what, figure string) {
	t.rows = append(t.rows, [4]string{what, "", figure, ""})
}

func (t *table) print(to io.Writer) error {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	for _, row := range append([][4]string{{"", "goal", "measured", ""}}, t.rows...) {
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", row[0], row[1], row[2], row[3]); err != nil {
			return err
		}
	}
	return w.Flush()
}
