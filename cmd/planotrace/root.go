package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

const rootHelp = `Planotrace shows what a collector on this machine has seen: traces, and the
conversations with LLMs in which something went wrong.

TARGET says which trace:
  last       the newest one; the default
  any        choose one; the default with --list, --since or --limit
  4bf92f35   the one whose id begins so, with 8 hexadecimal digits
  4bf92f35…  the one with this id of 32 hexadecimal digits

A new user begins with: planotrace listen      starts a collector here
then, in another shell: planotrace conversations
                        planotrace show ID
                        planotrace open
`

const rootExamples = `  planotrace                                   what happened in the newest trace
  planotrace --list --since 30m                ids of the last half hour's traces
  planotrace --where http.status_code=503      the newest trace with such a span
  planotrace 4bf92f35 --filter 'llm.*,http.*'  some of the attributes of one trace
  planotrace any --limit 10 --json             ten traces for another program
  planotrace conversations quality:severe      what went wrong, the worst first
  planotrace show 9c1185a5c5e9fc54             what was said in a conversation`

const rootNotes = `
Environment:
  PLANO_TRACE_PORT    port to ask on this machine, 16687 if not set. A port of
                      Plano's own trace listener does, too.
  PLANO_UI_PORT       port of the page, asked where PLANO_TRACE_PORT is not set
  PLANO_TRACE_TOKEN   token of a store that demands one
  NO_COLOR            no colours

Exit codes:
  0  done, even where nothing was found
  1  input that can't be read, an id that is not there, another failure
  2  a command line that can't be understood
  3  nothing answers on the port, or it demands another token
`

func newRootCommand(e *environment) *cobra.Command {
	options := &traceOptions{}
	root := &cobra.Command{
		Use:           "planotrace [TARGET]",
		Short:         "See traces and conversations with LLMs, and what went wrong in them",
		Long:          rootHelp,
		Example:       rootExamples,
		Version:       buildVersion(),
		Args:          oneTarget,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(command *cobra.Command, arguments []string) error {
			request, err := options.request(e, command, arguments)
			if err != nil {
				return err
			}
			return showTraces(e, command, request)
		},
		ValidArgsFunction: e.completeTraces,
	}
	options.flags(root)
	root.SuggestionsMinimumDistance = 2
	root.Flags().Bool("version", false, "print the version")
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.SetUsageTemplate(root.UsageTemplate() + "{{if not .HasParent}}" + rootNotes + "{{end}}")
	root.AddGroup(
		&cobra.Group{ID: groupSee, Title: "What the collector has seen:"},
		&cobra.Group{ID: groupRun, Title: "The collector:"},
		&cobra.Group{ID: groupFiles, Title: "Files:"},
	)
	for _, command := range []*cobra.Command{
		newConversationsCommand(e), newShowCommand(e), newIssuesCommand(e), newWatchCommand(e), newOpenCommand(e),
	} {
		command.GroupID = groupSee
		root.AddCommand(command)
	}
	for _, command := range []*cobra.Command{newListenCommand(e), newStopCommand(e), newMCPCommand(e)} {
		command.GroupID = groupRun
		root.AddCommand(command)
	}
	for _, command := range []*cobra.Command{newAnalyzeCommand(), newConfigCommand()} {
		command.GroupID = groupFiles
		root.AddCommand(command)
	}
	return root
}

// Groups of commands in the help.
const (
	groupSee   = "see"
	groupRun   = "run"
	groupFiles = "files"
)

// oneTarget refuses more than one argument, such as a word that was meant as a subcommand with its own.
func oneTarget(root *cobra.Command, arguments []string) error {
	if len(arguments) <= 1 {
		return nil
	}
	return mistaken("one TARGET at most, are %d: %s. %s", len(arguments), strings.Join(arguments, " "), meantCommand(root, arguments[0]))
}

// knownTarget refuses what is no target, and names the subcommand that may have been meant.
func knownTarget(root *cobra.Command, target string) error {
	err := checkTarget(target)
	if err == nil || isHex(target) {
		return err
	}
	return mistaken("%w %s", err, meantCommand(root, target))
}

// meantCommand says which subcommands there are like a word, or else all.
func meantCommand(root *cobra.Command, word string) string {
	if similar := root.SuggestionsFor(word); len(similar) > 0 {
		return fmt.Sprintf("Did you mean `planotrace %s`?", strings.Join(similar, "` or `planotrace "))
	}
	var names []string
	for _, command := range root.Commands() {
		if !command.Hidden {
			names = append(names, command.Name())
		}
	}
	slices.Sort(names)
	return "Commands: " + strings.Join(names, ", ") + "."
}

// noArguments refuses arguments of a command that takes none.
func noArguments(command *cobra.Command, arguments []string) error {
	if len(arguments) > 0 {
		return mistaken("%s takes no arguments, is given %q", command.Name(), arguments[0])
	}
	return nil
}
