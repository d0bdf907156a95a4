package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"github.com/otelcol-plano/otelcol-plano/internal/tracemcp"
)

const mcpHelp = `Mcp lets coding agents ask the local store by the Model Context Protocol over
standard input and output: which conversations went wrong, with what evidence.
An agent's configuration names the command:

  {"mcpServers": {"planotrace": {"command": "planotrace", "args": ["mcp"]}}}

The collector itself serves the same as streamable HTTP at
http://127.0.0.1:16687/mcp.
`

func newMCPCommand(e *environment) *cobra.Command {
	return &cobra.Command{
		Use:   "mcp",
		Short: "Serve the local store to coding agents (Model Context Protocol over stdio)",
		Long:  mcpHelp,
		Args:  noArguments,
		RunE:  func(command *cobra.Command, _ []string) error { return serveMCP(e, command) },
	}
}

// serveMCP answers until standard input ends or a signal comes. A store that is not there is told by the tools.
func serveMCP(e *environment, command *cobra.Command) error {
	store, err := e.store()
	if err != nil {
		return err
	}
	defer store.Close()
	ctx, stop := signal.NotifyContext(command.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	in, ok := command.InOrStdin().(io.ReadCloser)
	if !ok {
		in = io.NopCloser(command.InOrStdin())
	}
	err = tracemcp.New(store, buildVersion()).Run(ctx, &mcp.IOTransport{Reader: in, Writer: unclosed{command.OutOrStdout()}})
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// unclosed is an output that stays open for what else is to be said.
type unclosed struct{ io.Writer }

// Close does nothing.
func (unclosed) Close() error { return nil }
