// Command planotrace is the collector's companion in a terminal. By itself it shows traces of the collector that runs on this
// machine; its subcommands show conversations, start the collector, analyze recorded conversations and convert a Plano gateway's
// configuration.
package main

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/client"
)

// Exit codes.
const (
	exitOK = iota
	// exitBadInput is input that can't be read, and all else that failed.
	exitBadInput
	exitUsage
	// exitNoStore is a store that does not answer, or does not let this one in.
	exitNoStore
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// usageError is a command line that can't be understood.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// errReported is a failure that has been told already.
var errReported = errors.New("reported")

func run(arguments []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return runIn(context.Background(), systemEnvironment(stdin, stdout), arguments, stdin, stdout, stderr)
}

func runIn(ctx context.Context, e *environment, arguments []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRootCommand(e) //nolint:contextcheck // cobra hands the context to the commands
	root.SetArgs(arguments)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	command, err := root.ExecuteContextC(ctx)
	var usage usageError
	var wrong mistake
	var nothing *client.NotListeningError
	if err == nil {
		return exitOK
	}
	if !errors.Is(err, errReported) {
		complain(stderr, command.CommandPath(), err)
	}
	switch {
	case errors.As(err, &usage):
		say(stderr, "\n%s", command.UsageString())
		return exitUsage
	case errors.As(err, &wrong):
		return exitUsage
	case errors.As(err, &nothing), errors.Is(err, client.ErrUnauthorized):
		return exitNoStore
	default:
		return exitBadInput
	}
}
