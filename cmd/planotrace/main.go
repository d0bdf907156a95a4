// Command planotrace is the collector's companion. Its subcommand analyze prints the signals of
// conversations in JSON lines, config converts a Plano gateway's tracing block.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/otelcol-plano/otelcol-plano/internal/settings"
)

const usage = `planotrace finds behavioral signals in recorded LLM conversations, and converts configurations.

Usage:
  planotrace analyze [--table] [FILE...]
  planotrace config [FILE]

analyze reads conversations in JSON lines, from standard input where no file is given:
  {"id", "messages": [{"from": "human|gpt|function_call|observation", "value"}]}
  {"id", "messages": [{"role": "user|assistant|tool", "content", "tool_calls"}]}
and prints one report a line, in the order of the input. A line that can't be read
yields {"id", "error"}, its number on standard error, and exit code 1 at the end.

  --table   print a table for people instead of JSON

config reads a Plano gateway's configuration, from standard input where no file is given, and prints
what its tracing block is in this collector.
`

// exit codes
const (
	exitOK = iota
	exitBadInput
	exitUsage
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(arguments []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(arguments) == 0 {
		say(stderr, "%s", usage)
		return exitUsage
	}
	switch arguments[0] {
	case "analyze":
		return analyze(arguments[1:], stdin, stdout, stderr)
	case "config":
		return convertConfig(arguments[1:], stdin, stdout, stderr)
	case "help", "-h", "--help":
		say(stdout, "%s", usage)
		return exitOK
	}
	say(stderr, "planotrace: %v\n\n%s", settings.OneOf("command", arguments[0], []string{"analyze", "config", "help"}), usage)
	return exitUsage
}

// say writes for people. Where nobody can read it, nothing is left to be done.
func say(w io.Writer, format string, arguments ...any) {
	_, _ = fmt.Fprintf(w, format, arguments...)
}
