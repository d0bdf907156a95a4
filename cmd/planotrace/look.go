package main

import (
	"io"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// look is how output is painted. Without colours all of it leaves a text as it is.
type look struct {
	plain, dim, bold, title, bad, warn, good paint
	services                                 []paint
}

// paint is what a terminal is told in front of a text and behind it.
type paint struct{ before, after string }

// paintOf asks a style only once, as that is slow.
func paintOf(style lipgloss.Style) paint {
	before, after, _ := strings.Cut(style.Render("x"), "x")
	return paint{before, after}
}

// Render paints a text of one line.
func (p paint) Render(text string) string {
	if text == "" || p.before == "" {
		return text
	}
	return p.before + text + p.after
}

// Colours are the sixteen that each terminal's own theme defines.
const (
	red = iota + 1
	green
	yellow
	blue
	magenta
	cyan
)

const bright = 8

func newLook(coloured bool) *look {
	profile := termenv.Ascii
	if coloured {
		profile = termenv.ANSI
	}
	renderer := lipgloss.NewRenderer(io.Discard)
	renderer.SetColorProfile(profile)
	style := renderer.NewStyle().Inline(true)
	l := &look{
		dim: paintOf(style.Faint(true)), bold: paintOf(style.Bold(true)), title: paintOf(style.Bold(true).Underline(true)),
		bad:  paintOf(style.Bold(true).Foreground(lipgloss.ANSIColor(red))),
		warn: paintOf(style.Foreground(lipgloss.ANSIColor(yellow))), good: paintOf(style.Foreground(lipgloss.ANSIColor(green))),
	}
	for _, colour := range []int{blue, cyan, magenta, green, yellow, blue + bright, cyan + bright, magenta + bright} {
		l.services = append(l.services, paintOf(style.Bold(true).Foreground(lipgloss.ANSIColor(colour))))
	}
	return l
}

// noQuality stands for a quality that is not known.
const noQuality = "-"

// quality returns a quality's mark, its word and how both are painted. Marks differ in shape, as colours are not for everybody.
func (l *look) quality(name string) (mark, word string, style paint) {
	for _, known := range []struct {
		word, mark string
		style      paint
	}{
		{semconv.QualitySevere, "✖", l.bad},
		{semconv.QualityPoor, "▲", l.warn},
		{semconv.QualityNeutral, "●", l.plain},
		{semconv.QualityGood, "◆", l.good},
		{semconv.QualityExcellent, "★", l.good},
	} {
		if strings.EqualFold(name, known.word) {
			return known.mark, known.word, known.style
		}
	}
	return "○", noQuality, l.dim
}
