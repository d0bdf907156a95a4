package main

import (
	"github.com/spf13/cobra"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// listing is a list that a command prints.
type listing[T any] struct {
	// ask asks for a page.
	ask func(traceapi.Store, traceapi.Query) ([]T, traceapi.Page, error)
	// page is what programs get.
	page func([]T, traceapi.Page) any
	// write writes for people.
	write func(*sheet, traceapi.Query, []T)
}

// list prints what a search finds.
func list[T any](e *environment, command *cobra.Command, o *listOptions, words []string, l listing[T]) error {
	q, err := o.query(e, words)
	if err != nil {
		return err
	}
	store, err := e.store()
	if err != nil {
		return err
	}
	defer store.Close()
	found, next, err := collect(o, q, func(q traceapi.Query) ([]T, traceapi.Page, error) { return l.ask(store, q) })
	if err != nil {
		return err
	}
	if o.asJSON {
		if found == nil {
			found = []T{}
		}
		return writeIndented(command, l.page(found, traceapi.Page{NextCursor: next}))
	}
	s := e.sheet()
	l.write(s, q, found)
	if err := writeText(command, s.text.String()); err != nil {
		return err
	}
	sayMore(command, len(found), next)
	return nil
}
