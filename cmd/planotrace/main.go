// Command planotrace is the collector's companion. Its subcommand analyze prints the signals of
// recorded conversations, config converts a Plano gateway's tracing block.
package main

import (
	"errors"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/otelcol-plano/otelcol-plano/internal/settings"
)

// exit codes
const (
	exitOK = iota
	exitBadInput
	exitUsage
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// usageError is a command line that can't be understood.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// errReported is a failure that has been told already.
var errReported = errors.New("reported")

func run(arguments []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRootCommand()
	root.SetArgs(arguments)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	command, err := root.ExecuteC()
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		complain(stderr, command.CommandPath(), err)
		say(stderr, "\n%s", command.UsageString())
		return exitUsage
	case !errors.Is(err, errReported):
		complain(stderr, command.CommandPath(), err)
	}
	return exitBadInput
}

func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "planotrace",
		Short:         "Find behavioral signals in recorded conversations with LLMs, and convert Plano's configuration",
		Version:       buildVersion(),
		Args:          knownCommand,
		RunE:          func(*cobra.Command, []string) error { return usageError{errors.New("command: must be given")} },
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.Flags().Bool("version", false, "print the version")
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(newAnalyzeCommand(), newConfigCommand())
	return root
}

// knownCommand refuses what is no subcommand.
func knownCommand(root *cobra.Command, arguments []string) error {
	if len(arguments) == 0 {
		return nil
	}
	var names []string
	for _, command := range root.Commands() {
		names = append(names, command.Name())
	}
	slices.Sort(names)
	return usageError{settings.OneOf("command", arguments[0], names)}
}
