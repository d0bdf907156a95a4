package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os/exec"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

func newOpenCommand(e *environment) *cobra.Command {
	var printOnly bool
	command := &cobra.Command{
		Use:   "open [ID]",
		Short: "Open the page in the browser",
		Long: `Open opens the page of the collector in the browser, at a conversation or a trace
where the ID of one is given, and prints its address.
`,
		Example: "  planotrace open\n  planotrace open 9c1185a5c5e9fc54\n  planotrace open --print",
		Args: func(_ *cobra.Command, arguments []string) error {
			if len(arguments) > 1 {
				return mistaken("one ID at most, are %d", len(arguments))
			}
			return nil
		},
		RunE: func(command *cobra.Command, arguments []string) error {
			return openPage(e, command, strings.Join(arguments, ""), printOnly)
		},
		ValidArgsFunction: e.completeConversations,
	}
	command.Flags().BoolVar(&printOnly, "print", false, "print the address only")
	return command
}

func openPage(e *environment, command *cobra.Command, id string, printOnly bool) error {
	store, err := e.store()
	if err != nil {
		return err
	}
	defer store.Close()
	if _, err := store.Status(command.Context()); err != nil {
		return err
	}
	path := "/"
	if id != "" {
		if path, err = pagePath(command.Context(), store, id); err != nil {
			return err
		}
	}
	address := store.URL(path)
	if err := writeText(command, address+"\n"); err != nil || printOnly {
		return err
	}
	if err := e.browse(command.Context(), address); err != nil {
		return fmt.Errorf("the browser does not open (%w): open the address above", err)
	}
	return nil
}

// pagePath is where the page shows what an id names: a trace by its own id, else a conversation.
func pagePath(ctx context.Context, store traceapi.Store, id string) (string, error) {
	if isTraceID(id) {
		trace, err := store.Trace(ctx, strings.ToLower(id))
		if err == nil {
			return "/traces/" + url.PathEscape(trace.TraceID), nil
		}
		if !errors.Is(err, traceapi.ErrNotFound) {
			return "", err
		}
	}
	conversation, err := resolveConversation(ctx, store, id)
	return "/conversations/" + url.PathEscape(conversation.ID), err
}

// browse opens a page in the browser.
func browse(ctx context.Context, address string) error {
	program, arguments := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "windows":
		program, arguments = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	case "darwin":
		program = "open"
	}
	return exec.CommandContext(ctx, program, arguments...).Run() //nolint:gosec // the address is made of ours and of a checked id
}
