package main

import (
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

func newWatchCommand(e *environment) *cobra.Command {
	return &cobra.Command{
		Use:   "watch",
		Short: "Tell of conversations while they go on, a line for each change",
		Long: `Watch prints a line whenever a conversation begins or changes, until Ctrl-C ends it.
When the collector goes away it waits until it is back.
`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return watch(e, command) },
	}
}

// missedConversations is how many conversations are looked at after some changes may have been missed.
const missedConversations = 50

func watch(e *environment, command *cobra.Command) error {
	ctx, stop := signal.NotifyContext(command.Context(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	store, err := e.store()
	if err != nil {
		return err
	}
	defer store.Close()
	if _, err := store.Status(ctx); err != nil {
		return err
	}
	say(command.ErrOrStderr(), "Watching %s; Ctrl-C ends it.\n", store.URL("/"))
	var gone atomic.Bool
	store.Disconnected = func(err error) {
		if !gone.Swap(true) {
			say(command.ErrOrStderr(), "%s; trying again\n", escape(err.Error()))
		}
	}
	shown := map[string]string{}
	latest := e.now().UnixNano()
	show := func(c *traceapi.ConversationSummary) error {
		latest = max(latest, c.End)
		line := watchLine(e, c)
		if shown[c.ID] == line {
			return nil
		}
		shown[c.ID] = line
		return writeText(command, line)
	}
	for change := range store.Watch(ctx) {
		if change.Conversation != nil {
			if err := show(change.Conversation); err != nil {
				return err
			}
			continue
		}
		if change.Trace != "" {
			continue
		}
		gone.Store(false)
		missed, err := store.Conversations(ctx, traceapi.Query{From: latest + 1, Order: traceapi.OrderNewest, Limit: missedConversations})
		if err != nil {
			continue
		}
		for i := range missed.Conversations {
			if err := show(&missed.Conversations[len(missed.Conversations)-1-i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// watchLine is a conversation that is new or has changed.
func watchLine(e *environment, c *traceapi.ConversationSummary) string {
	s := e.sheet()
	quality, style := s.qualityOf(c.Quality)
	why := notEmpty(oneLine(c.Reason), s.warn.Render(countedSignals(c.Signals)))
	s.line(s.dim.Render(e.time(c.End, "15:04:05")), "  ", style.Render(pad(quality, qualityColumn)),
		style.Render(padLeft(scoreOf(c), scoreColumn)), "  ", oneLine(c.ID), "  ",
		strings.Join(append(why, who(c), plural(c.Turns, "turn"), s.dim.Render(firstMessage(c))), s.dim.Render(" · ")))
	return s.text.String()
}
