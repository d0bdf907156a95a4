package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/otelcol-plano/otelcol-plano/internal/search"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

const (
	// completionTimeout is how long a shell waits for the store.
	completionTimeout = time.Second
	// maxCompletions is how many ids or values a shell offers.
	maxCompletions = 20
	// completionCells is how long a description is.
	completionCells = 60
)

// ask asks the store for what completes a word. Where that fails nothing does.
func (e *environment) ask(
	command *cobra.Command, from func(context.Context, traceapi.Store) ([]cobra.Completion, error),
) []cobra.Completion {
	store, err := e.store()
	if err != nil {
		return nil
	}
	defer store.Close()
	ctx, cancel := context.WithTimeout(command.Context(), completionTimeout)
	defer cancel()
	found, err := from(ctx, store)
	if err != nil {
		return nil
	}
	return found
}

// completeTraces completes a target.
func (e *environment) completeTraces(
	command *cobra.Command, arguments []string, word string,
) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(arguments) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	found := []cobra.Completion{
		cobra.CompletionWithDesc(targetLast, "the newest trace"), cobra.CompletionWithDesc(targetAny, "choose a trace"),
	}
	found = append(found, e.ask(command, func(ctx context.Context, store traceapi.Store) ([]cobra.Completion, error) {
		page, err := store.Traces(ctx, traceapi.Query{Limit: maxCompletions, Order: traceapi.OrderNewest})
		ids := make([]cobra.Completion, len(page.Traces))
		for i := range page.Traces {
			t := &page.Traces[i]
			ids[i] = cobra.CompletionWithDesc(shortID(t.TraceID), cut(oneLine(t.Service+" "+t.Name), completionCells))
		}
		return ids, err
	})...)
	return withPrefix(found, word), cobra.ShellCompDirectiveNoFileComp
}

// completeConversations completes the id of a conversation.
func (e *environment) completeConversations(
	command *cobra.Command, arguments []string, word string,
) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(arguments) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	found := e.ask(command, func(ctx context.Context, store traceapi.Store) ([]cobra.Completion, error) {
		page, err := store.Conversations(ctx, traceapi.Query{Limit: traceapi.MaxLimit})
		ids := make([]cobra.Completion, len(page.Conversations))
		for i := range page.Conversations {
			c := &page.Conversations[i]
			ids[i] = cobra.CompletionWithDesc(oneLine(c.ID), cut(strings.Join(notEmpty(c.Quality, firstMessage(c)), ": "), completionCells))
		}
		return ids, err
	})
	found = withPrefix(found, word)
	return found[:min(len(found), maxCompletions)], cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}

// completeSearch completes a word of a search: a field's name, or one of its values.
func (e *environment) completeSearch(command *cobra.Command, _ []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	const directive = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	body, negated := strings.CutPrefix(word, "-")
	sign := strings.Repeat("-", len(word)-len(body))
	name, value, typed := strings.Cut(body, ":")
	var found []cobra.Completion
	for _, field := range search.Fields() {
		if !typed && (!negated || field.Name != search.FieldSince) {
			found = append(found, cobra.CompletionWithDesc(sign+field.Name+":", field.Help))
			continue
		}
		if !typed || field.Name != name {
			continue
		}
		for _, known := range field.Values {
			found = append(found, sign+name+":"+known)
		}
		if name == search.FieldSignal {
			found = append(found, leafCompletions(sign)...)
		}
		if field.Suggests {
			found = append(found, e.ask(command, func(ctx context.Context, store traceapi.Store) ([]cobra.Completion, error) {
				return suggested(ctx, store, name, value, sign)
			})...)
		}
	}
	if typed {
		return withPrefix(found, word), cobra.ShellCompDirectiveNoFileComp
	}
	return withPrefix(found, word), directive
}

// leafCompletions are all signals by the last part of their names.
func leafCompletions(sign string) []cobra.Completion {
	all := make([]cobra.Completion, signals.LeafCount)
	for i := range all {
		name := signals.Leaf(i).String()
		all[i] = cobra.CompletionWithDesc(sign+search.FieldSignal+":"+name[strings.LastIndexByte(name, '.')+1:], name)
	}
	return all
}

func suggested(ctx context.Context, store traceapi.Store, name, value, sign string) ([]cobra.Completion, error) {
	suggestions, err := store.Suggest(ctx, name, value, maxCompletions)
	values := make([]cobra.Completion, len(suggestions))
	for i, s := range suggestions {
		values[i] = cobra.CompletionWithDesc(sign+name+":"+oneLine(search.Quote(s.Value)), plural(s.Count, "conversation"))
	}
	return values, err
}

// withPrefix leaves the completions of a word.
func withPrefix(found []cobra.Completion, word string) []cobra.Completion {
	return slices.DeleteFunc(found, func(c cobra.Completion) bool { return !strings.HasPrefix(c, word) })
}
