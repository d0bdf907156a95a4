// Command planotrace works on recorded LLM conversations. Its subcommand analyze prints the signals
// of conversations in JSON lines.
package main

import (
	"fmt"
	"io"
	"os"
)

const usage = `planotrace finds behavioral signals in recorded LLM conversations.

Usage:
  planotrace analyze [--table] [FILE...]

analyze reads conversations in JSON lines, from standard input where no file is given:
  {"id", "messages": [{"from": "human|gpt|function_call|observation", "value"}]}
  {"id", "messages": [{"role": "user|assistant|tool", "content", "tool_calls"}]}
and prints one report a line, in the order of the input. A line that can't be read
yields {"id", "error"}, its number on standard error, and exit code 1 at the end.

  --table   print a table for people instead of JSON
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
		fmt.Fprint(stderr, usage)
		return exitUsage
	}
	switch arguments[0] {
	case "analyze":
		return analyze(arguments[1:], stdin, stdout, stderr)
	case "help", "-h", "--help":
		fmt.Fprint(stdout, usage)
		return exitOK
	}
	fmt.Fprintf(stderr, "planotrace: unknown command %q\n\n%s", arguments[0], usage)
	return exitUsage
}
