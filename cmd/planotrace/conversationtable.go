package main

import (
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// wideTable is from how many cells on a conversation is one line; below it is three short ones.
const wideTable = 140

// Columns of the wide table, in cells.
const (
	qualityColumn = 11
	scoreColumn   = 5
	idColumn      = 16
	turnsColumn   = 5
	tokensColumn  = 6
	ageColumn     = 4
	whoColumn     = 16
)

// writeConversations writes a table of conversations.
func writeConversations(e *environment, s *sheet, all []traceapi.ConversationSummary) {
	if s.width < wideTable {
		for i := range all {
			s.narrowConversation(e, &all[i])
		}
		return
	}
	rest := s.width - qualityColumn - scoreColumn - idColumn - turnsColumn - tokensColumn - ageColumn - whoColumn - 9*2
	why, said := rest*2/5, rest*7/20
	head := []string{
		pad("QUALITY", qualityColumn), padLeft("SCORE", scoreColumn), pad("ID", idColumn), padLeft("AGE", ageColumn),
		padLeft("TURNS", turnsColumn), padLeft("TOKENS", tokensColumn), pad("SERVICE", whoColumn),
		pad("WHY", why), pad("FIRST MESSAGE", said), "SIGNALS",
	}
	s.line(s.dim.Render(strings.Join(head, "  ")))
	for i := range all {
		c := &all[i]
		quality, style := s.qualityOf(c.Quality)
		cells := []string{
			style.Render(pad(quality, qualityColumn)), style.Render(padLeft(scoreOf(c), scoreColumn)), pad(oneLine(c.ID), idColumn),
			s.dim.Render(padLeft(e.ago(c.End), ageColumn)), padLeft(short(int64(c.Turns)), turnsColumn),
			padLeft(short(c.Tokens.Input+c.Tokens.Output), tokensColumn), pad(who(c), whoColumn), pad(oneLine(c.Reason), why),
			s.dim.Render(pad(firstMessage(c), said)), s.warn.Render(countedSignals(c.Signals)),
		}
		s.line(strings.Join(cells, "  "))
	}
}

// narrowConversation writes a conversation below the one before.
func (s *sheet) narrowConversation(e *environment, c *traceapi.ConversationSummary) {
	quality, style := s.qualityOf(c.Quality)
	s.line(style.Render(pad(quality, qualityColumn)), style.Render(padLeft(scoreOf(c), scoreColumn)), "  ", s.bold.Render(oneLine(c.ID)), "  ",
		s.dim.Render(strings.Join([]string{e.ago(c.End), plural(c.Turns, "turn"), who(c)}, "  ")))
	s.line("  ", firstMessage(c))
	if why := strings.Join(notEmpty(oneLine(c.Reason), countedSignals(c.Signals)), "; "); why != "" {
		s.line("  ", s.warn.Render(why))
	}
}

// qualityOf is a quality's mark and word.
func (l *look) qualityOf(name string) (string, paint) {
	mark, word, style := l.quality(name)
	return mark + " " + word, style
}

func scoreOf(c *traceapi.ConversationSummary) string {
	if c.Quality == "" {
		return "-"
	}
	return decimal(c.Score)
}

func firstMessage(c *traceapi.ConversationSummary) string {
	switch {
	case c.FirstMessage != "":
		return oneLine(c.FirstMessage)
	case c.NoContent:
		return "(no message texts)"
	default:
		return "(no messages)"
	}
}

// who is the agent or the service of a conversation.
func who(c *traceapi.ConversationSummary) string {
	if c.Agent != "" {
		return oneLine(c.Agent)
	}
	return oneLine(c.Service)
}

func notEmpty(texts ...string) (left []string) {
	for _, text := range texts {
		if text != "" {
			left = append(left, text)
		}
	}
	return left
}
