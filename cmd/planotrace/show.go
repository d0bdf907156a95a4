package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// shownConversation is what show prints with --json.
type shownConversation struct {
	Conversation traceapi.Conversation `json:"conversation"`
	Messages     []traceapi.Message    `json:"messages"`
}

const (
	// messagesAtOnce is how many messages the store is asked for at a time.
	messagesAtOnce = 200
	// maxMessages is how many messages are shown without --full; where there are more, the first and the last ones.
	maxMessages = 200
)

func newShowCommand(e *environment) *cobra.Command {
	var full, asJSON bool
	command := &cobra.Command{
		Use:   "show [ID]",
		Short: "Show what was said in a conversation, and where it went wrong",
		Long: `Show prints a conversation: the signals that fired, what decided about its score,
and the transcript with each signal at the message that raised it.

ID is that of a conversation or the beginning of it, of a session, or of a trace.
Without one a terminal offers those that went wrong.
`,
		Example: "  planotrace show 9c1185a5c5e9fc54\n  planotrace show 9c11 --full\n  planotrace show 4bf92f3577b34da6a3ce929d0e0e4736 --json",
		Args: func(_ *cobra.Command, arguments []string) error {
			if len(arguments) == 1 && arguments[0] != "" || len(arguments) == 0 && e.interactive && !asJSON {
				return nil
			}
			return mistaken("one ID must be given: `planotrace conversations` lists them")
		},
		RunE: func(command *cobra.Command, arguments []string) error {
			return showConversation(e, command, strings.Join(arguments, ""), full, asJSON)
		},
		ValidArgsFunction: e.completeConversations,
	}
	command.Flags().BoolVar(&full, "full", false, "all messages in full, with the system instructions, the tools and results")
	command.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return command
}

func showConversation(e *environment, command *cobra.Command, id string, full, asJSON bool) error {
	store, err := e.store()
	if err != nil {
		return err
	}
	defer store.Close()
	ctx := command.Context()
	if id == "" {
		id, err = chooseConversation(ctx, e, store)
	}
	if errors.Is(err, errCancelled) {
		return writeText(command, "Cancelled.\n")
	}
	if err != nil {
		return err
	}
	conversation, err := resolveConversation(ctx, store, id)
	if err != nil {
		return err
	}
	messages, err := loadMessages(ctx, store, &conversation, full || asJSON)
	if err != nil {
		return err
	}
	if full {
		if err := completeTexts(ctx, store, conversation.ID, messages); err != nil {
			return err
		}
	}
	if asJSON {
		return writeIndented(command, shownConversation{conversation, messages})
	}
	t := newTranscript(e, &conversation, messages, full)
	t.write()
	return writeText(command, t.text.String())
}

// chooseConversation lets a person choose one of the worst conversations.
func chooseConversation(ctx context.Context, e *environment, store traceapi.Store) (string, error) {
	page, err := store.Conversations(ctx, traceapi.Query{Order: traceapi.OrderWorst})
	if err != nil {
		return "", err
	}
	if len(page.Conversations) == 0 {
		return "", errors.New("no conversations to choose from")
	}
	plain := newLook(false)
	choices := make([]string, len(page.Conversations))
	for i := range page.Conversations {
		c := &page.Conversations[i]
		quality, _ := plain.qualityOf(c.Quality)
		choices[i] = cut(pad(quality, qualityColumn)+padLeft(scoreOf(c), scoreColumn)+"  "+pad(e.ago(c.End), ageColumn)+"  "+
			strings.Join(notEmpty(oneLine(c.Reason), firstMessage(c)), ": "), e.width-pickerMargin)
	}
	chosen, err := e.pick(ctx, "Which conversation?", choices)
	if err != nil {
		return "", err
	}
	return page.Conversations[chosen].ID, nil
}

// loadMessages loads the messages of a conversation: all of them, or the first and the last ones.
func loadMessages(ctx context.Context, store traceapi.Store, c *traceapi.Conversation, all bool) ([]traceapi.Message, error) {
	messages := []traceapi.Message{}
	load := func(from, to int) error {
		for from < to {
			page, err := store.Messages(ctx, c.ID, from, min(to-from, messagesAtOnce))
			if err != nil {
				return err
			}
			if len(page.Messages) == 0 {
				return nil
			}
			messages = append(messages, page.Messages...)
			from += len(page.Messages)
		}
		return nil
	}
	if all || c.MessageCount <= maxMessages {
		return messages, load(0, c.MessageCount)
	}
	if err := load(0, maxMessages/2); err != nil {
		return nil, err
	}
	return messages, load(c.MessageCount-maxMessages/2, c.MessageCount)
}

// completeTexts loads the texts that were cut.
func completeTexts(ctx context.Context, store traceapi.Store, id string, messages []traceapi.Message) error {
	for i := range messages {
		if messages[i].TextBytes == 0 && messages[i].ArgumentsBytes == 0 {
			continue
		}
		message, err := store.Message(ctx, id, messages[i].Index)
		if err != nil {
			return fmt.Errorf("message %d: %w", messages[i].Index, err)
		}
		messages[i] = message
	}
	return nil
}
