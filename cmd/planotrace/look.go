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
	plain, dim, bold, title, bad, warn, good lipgloss.Style
	services                                 []lipgloss.Style
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
		plain: style, dim: style.Faint(true), bold: style.Bold(true), title: style.Bold(true).Underline(true),
		bad: style.Bold(true).Foreground(lipgloss.ANSIColor(red)), warn: style.Foreground(lipgloss.ANSIColor(yellow)),
		good: style.Foreground(lipgloss.ANSIColor(green)),
	}
	for _, colour := range []int{blue, cyan, magenta, green, yellow, blue + bright, cyan + bright, magenta + bright} {
		l.services = append(l.services, style.Bold(true).Foreground(lipgloss.ANSIColor(colour)))
	}
	return l
}

// noQuality stands for a quality that is not known.
const noQuality = "-"

// quality returns a quality's mark, its word and how both are painted. Marks differ in shape, as colours are not for everybody.
func (l *look) quality(name string) (mark, word string, style lipgloss.Style) {
	for _, known := range []struct {
		word, mark string
		style      lipgloss.Style
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
