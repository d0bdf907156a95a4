package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/otelcol-plano/otelcol-plano/internal/settings"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

const analyzeHelp = `Analyze reads conversations, from standard input where no file or - is given:
  {"id", "messages": [{"from": "human|gpt|function_call|observation", "value"}]}
  {"id", "messages": [{"role": "user|assistant|tool", "content", "tool_calls"}]}
as JSON lines, JSON documents or a JSON array, or out of OTLP traces, as JSON or
protobuf, such as the collector's file exporter writes. It tells them apart by
their content.

It prints one report a line, in the order of the input: one for each conversation, or
for each span that ends an exchange with a model. A conversation that can't be
read yields {"id", "error"}, its line on standard error, and exit code 1 at the end.
`

const (
	bytesPerMiB        = 1 << 20
	defaultMaxSize     = 64
	largestMaxSize     = 1024
	maxSizeFlag        = "max-size"
	maxSizeDescription = "longest line or JSON document that is read, in MiB; a longer one is an error"
)

func newAnalyzeCommand() *cobra.Command {
	var table bool
	var maxSize int
	command := &cobra.Command{
		Use:     "analyze [FILE...]",
		Short:   "Print the signals of recorded conversations",
		Long:    analyzeHelp,
		Example: "  planotrace analyze --table examples/conversations.jsonl\n  gzip -dc traces.json.gz | planotrace analyze -",
		RunE: func(command *cobra.Command, files []string) error {
			if err := settings.Between("--"+maxSizeFlag, maxSize, 1, largestMaxSize); err != nil {
				return usageError{err}
			}
			return analyze(command, files, table, maxSize*bytesPerMiB)
		},
	}
	command.Flags().BoolVar(&table, "table", false, "print a table for people instead of JSON")
	command.Flags().IntVar(&maxSize, maxSizeFlag, defaultMaxSize, maxSizeDescription)
	return command
}

func analyze(command *cobra.Command, files []string, table bool, maxSize int) error {
	analyzer, err := signals.New(signals.DefaultConfig())
	if err != nil {
		return err
	}
	stdout := command.OutOrStdout()
	p := pipeline{analyzer: analyzer, write: writeJSON, maxSize: maxSize}
	if table {
		p.write = writeTableRow
		if _, err := fmt.Fprintln(stdout, tableHeader); err != nil {
			return err
		}
	}
	for _, in := range inputs(files, command.InOrStdin()) {
		if !p.analyzeInput(in, command.CommandPath(), stdout, command.ErrOrStderr()) {
			err = errReported
		}
	}
	return err
}

// analyzeInput is false where something could not be read; it has said what.
func (p *pipeline) analyzeInput(in input, command string, stdout, stderr io.Writer) (ok bool) {
	r, err := in.open()
	if err != nil {
		complain(stderr, command, err)
		return false
	}
	defer func() { _ = r.Close() }()
	spans, reports, bad := 0, 0, 0
	err = p.run(r, stdout, func(b *block) {
		spans, reports, bad = spans+b.spans, reports+b.reports, bad+len(b.bad)
		for _, record := range b.bad {
			complain(stderr, fmt.Sprintf("%s: %s:%d", command, escape(in.name), record.number), record.err)
		}
	})
	if err != nil {
		complain(stderr, command+": "+escape(in.name), err)
		return false
	}
	if spans > 0 && reports+bad == 0 {
		say(stderr, "%s: %s: none of the %d spans holds messages of a conversation\n", command, escape(in.name), spans)
	}
	return bad == 0
}
