package main

import (
	"context"
	"errors"
	"io"

	"github.com/charmbracelet/huh"
)

// errCancelled is a choice that was not made.
var errCancelled = errors.New("cancelled")

// pickerHeight is how many lines the picker takes at most.
const pickerHeight = 15

// pick lets a person choose one of several lines: arrows or j and k move, / searches, Enter takes, Ctrl-C cancels.
func pick(ctx context.Context, in io.Reader, out io.Writer, title string, choices []string) (int, error) {
	options := make([]huh.Option[int], len(choices))
	for i, choice := range choices {
		options[i] = huh.NewOption(choice, i)
	}
	var chosen int
	field := huh.NewSelect[int]().Title(title).Options(options...).Value(&chosen).Height(min(len(choices)+2, pickerHeight))
	err := huh.NewForm(huh.NewGroup(field)).WithInput(in).WithOutput(out).WithShowHelp(true).RunWithContext(ctx)
	if errors.Is(err, huh.ErrUserAborted) {
		return 0, errCancelled
	}
	return chosen, err
}
