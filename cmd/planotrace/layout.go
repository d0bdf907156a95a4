package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
)

// sheet is output that is being written. Lines are cut where the terminal ends.
type sheet struct {
	*look
	text  strings.Builder
	width int
}

func (e *environment) sheet() *sheet { return &sheet{look: newLook(e.coloured), width: e.width} }

// line writes one line.
func (s *sheet) line(parts ...string) {
	s.text.WriteString(strings.TrimRight(cut(strings.Join(parts, ""), s.width), " "))
	s.text.WriteByte('\n')
}

// lines writes a text over as many lines as it takes, each below the first with an indent in front.
func (s *sheet) lines(first, indent, text string) {
	hang := strings.Repeat(noBreakSpace, max(ansi.StringWidth(first)-ansi.StringWidth(indent), 0))
	for i, line := range wrap(hang+text, s.width-ansi.StringWidth(indent)) {
		if i == 0 {
			s.line(first, strings.TrimPrefix(line, hang))
		} else {
			s.line(indent, line)
		}
	}
}

const noBreakSpace = "\u00a0"

const ellipsis = "…"

// cut shortens a text to a number of cells. Whatever has no more bytes than that fits.
func cut(text string, cells int) string {
	if len(text) <= cells {
		return text
	}
	return ansi.Truncate(text, max(cells, 0), ellipsis)
}

// pad cuts a text to a number of cells, or fills them.
func pad(text string, cells int) string {
	text = cut(text, cells)
	return text + strings.Repeat(" ", max(cells-ansi.StringWidth(text), 0))
}

// padLeft is pad for numbers.
func padLeft(text string, cells int) string {
	text = cut(text, cells)
	return strings.Repeat(" ", max(cells-ansi.StringWidth(text), 0)) + text
}

// wrap breaks a text into lines of at most so many cells, between words where it can.
func wrap(text string, cells int) []string {
	if len(text) <= cells && !strings.Contains(text, "\n") {
		return []string{text}
	}
	// Names such as gpt-4o are not broken at hyphens. What stands for them is never in a text that was escaped.
	const hyphen = "\ue000"
	wrapped := ansi.Wrap(strings.ReplaceAll(text, "-", hyphen), max(cells, 1), "")
	return strings.Split(strings.ReplaceAll(wrapped, hyphen, "-"), "\n")
}

// maxOneLine is how many bytes of a text a line can show.
const maxOneLine = 4 << 10

// oneLine returns the beginning of a stranger's text as one line that a terminal shows as it is.
func oneLine(text string) string {
	return escape(strings.Join(strings.Fields(truncate.Bytes(text, maxOneLine)), " "))
}

// manyLines returns a stranger's text as lines that a terminal shows as they are.
func manyLines(text string) []string {
	text = strings.NewReplacer("\r\n", "\n", "\t", "    ").Replace(text)
	lines := strings.Split(strings.Trim(text, "\n"), "\n")
	for i, line := range lines {
		lines[i] = escape(line)
	}
	return lines
}

// plural writes a number with the name of what it counts.
func plural[N int | int64](n N, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(int64(n)) + " " + one + "s"
}

// thousands writes a number with commas.
func thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for at := len(digits) - 3; at > 0 && digits[at-1] != '-'; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// short writes a number in at most five characters.
func short(n int64) string {
	for _, unit := range []struct {
		size int64
		name string
	}{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		switch {
		case n >= 10*unit.size:
			return strconv.FormatInt(n/unit.size, 10) + unit.name
		case n >= unit.size:
			return fmt.Sprintf("%.1f%s", float64(n)/float64(unit.size), unit.name)
		}
	}
	return strconv.FormatInt(n, 10)
}

// milliseconds writes a duration of nanoseconds as spans have it.
func milliseconds(nanoseconds int64) string {
	ms := float64(nanoseconds) / float64(time.Millisecond)
	if ms > 0 && ms < 10 {
		return fmt.Sprintf("%.1f ms", ms)
	}
	return fmt.Sprintf("%.0f ms", ms)
}

// lasting writes a duration of nanoseconds as conversations have it.
func lasting(nanoseconds int64) string {
	switch d := time.Duration(nanoseconds); {
	case d < time.Second:
		return milliseconds(nanoseconds)
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < 2*time.Hour:
		return fmt.Sprintf("%.0f min", d.Minutes())
	case d < 48*time.Hour:
		return fmt.Sprintf("%.0f h", d.Hours())
	default:
		return fmt.Sprintf("%.0f days", d.Hours()/24)
	}
}

// ago writes how long before now a time was, in at most four characters.
func (e *environment) ago(nanoseconds int64) string {
	switch d := max(e.now().Sub(time.Unix(0, nanoseconds)), 0); {
	case d < time.Minute:
		return fmt.Sprintf("%.0fs", d.Truncate(time.Second).Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d < 48*time.Hour:
		return fmt.Sprintf("%dh", d/time.Hour)
	default:
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	}
}

// decimal writes a number with one decimal.
func decimal(n float64) string { return strconv.FormatFloat(n, 'f', 1, 64) }

// dollars writes an amount of money, small ones with four decimals.
func dollars(amount float64) string {
	if amount < 0.01 {
		return fmt.Sprintf("$%.4f", amount)
	}
	return fmt.Sprintf("$%.2f", amount)
}
