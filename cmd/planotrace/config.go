package main

import (
	"io"
	"os"

	"github.com/otelcol-plano/otelcol-plano/internal/planoconfig"
)

// convertConfig prints the configuration that a Plano gateway's tracing block comes to.
func convertConfig(arguments []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(arguments) > 1 {
		say(stderr, "planotrace config: files: must be at most 1, is %d\n", len(arguments))
		return exitUsage
	}
	name := "standard input"
	if len(arguments) == 1 {
		name = arguments[0]
		file, err := os.Open(name)
		if err != nil {
			say(stderr, "planotrace config: %v\n", err)
			return exitBadInput
		}
		defer func() { _ = file.Close() }()
		stdin = file
	}
	plano, err := io.ReadAll(stdin)
	if err == nil {
		plano, err = planoconfig.Convert(plano)
	}
	if err == nil {
		_, err = stdout.Write(plano)
	}
	if err != nil {
		say(stderr, "planotrace config: %s: %v\n", name, err)
		return exitBadInput
	}
	return exitOK
}
