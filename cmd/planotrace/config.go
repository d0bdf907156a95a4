package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/otelcol-plano/otelcol-plano/internal/planoconfig"
	"github.com/otelcol-plano/otelcol-plano/internal/settings"
)

const configHelp = `Config reads a Plano gateway's configuration, or its tracing block alone, from standard
input where no file or - is given. It prints what the block is in this collector,
and on standard error what becomes of the rest of it.
`

func newConfigCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "config [FILE]",
		Short:   "Convert the tracing block of Plano's configuration",
		Long:    configHelp,
		Example: "  planotrace config plano_config.yaml > migrated.yaml",
		Args: func(_ *cobra.Command, files []string) error {
			if len(files) > 1 {
				return usageError{settings.Must("files", "be at most 1", len(files))}
			}
			return nil
		},
		RunE: func(command *cobra.Command, files []string) error {
			return convertConfig(command, inputs(files, command.InOrStdin())[0])
		},
	}
}

// convertConfig prints the configuration that a Plano gateway's tracing block comes to.
func convertConfig(command *cobra.Command, in input) error {
	r, err := in.open()
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	plano, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	converted, notes, err := planoconfig.Convert(plano)
	if err != nil {
		complain(command.ErrOrStderr(), command.CommandPath()+": "+escape(in.name), err)
		return errReported
	}
	for _, note := range notes {
		say(command.ErrOrStderr(), "%s: %s: %s\n", command.CommandPath(), escape(in.name), escape(note))
	}
	_, err = command.OutOrStdout().Write(converted)
	return err
}
