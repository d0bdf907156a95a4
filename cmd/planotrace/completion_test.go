package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

func TestCompletion(t *testing.T) {
	s := withConversations(t)
	trace := shownIDs(t, s.output(t, "--json"))[0][:8]
	for _, tt := range []struct {
		arguments []string
		want      string
	}{
		{[]string{""}, "last\tthe newest trace"},
		{[]string{trace[:2]}, trace + "\t"},
		{[]string{"show", ""}, fakestore.Loops + "\tSevere: Hi, I was charged"},
		{[]string{"show", fakestore.Loops[:15]}, fakestore.Loops + "\t"},
		{[]string{"open", fakestore.Happy}, fakestore.Happy + "\t"},
		{[]string{"conversations", "qua"}, "quality:\tthe verdict on the conversation"},
		{[]string{"conversations", "quality:se"}, "quality:severe"},
		{[]string{"conversations", "signal:esc"}, "signal:escalation\tinteraction.disengagement.escalation"},
		{[]string{"conversations", "service:sh"}, "service:shop\t"},
		{[]string{"issues", "service:shop", "tool:get"}, "tool:get_invoice\t"},
		{[]string{"conversations", "--order", "n"}, "newest"},
	} {
		output := s.output(t, append([]string{"__complete"}, tt.arguments...)...)
		assert.Contains(t, "\n"+output, "\n"+tt.want, tt.arguments)
		assert.Contains(t, output, "\n:")
	}
	for _, arguments := range [][]string{{"show", "x", ""}, {"conversations", "service:nothing-like-it"}, {"conversations", "colour:"}} {
		output := s.output(t, append([]string{"__complete"}, arguments...)...)
		assert.True(t, strings.HasPrefix(output, ":"), output)
	}
}

// Without a store a shell completes what it knows without one, and says nothing.
func TestCompletionWithoutAStore(t *testing.T) {
	s := newScene(t, "127.0.0.1:1")
	assert.Contains(t, s.output(t, "__complete", "la"), "last\t")
	assert.True(t, strings.HasPrefix(s.output(t, "__complete", "show", ""), ":"))
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		assert.Contains(t, s.output(t, "completion", shell), "planotrace")
	}
}
