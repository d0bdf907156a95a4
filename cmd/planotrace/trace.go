package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// traceOptions are those of planotrace itself.
type traceOptions struct {
	filters, wheres                         []string
	since                                   string
	limit                                   int
	list, noInteractive, asJSON, everything bool
}

func (o *traceOptions) flags(command *cobra.Command) {
	flags := command.Flags()
	flags.StringArrayVar(&o.filters, "filter", nil, "only attributes whose keys match `PATTERN`, * is anything; repeatable, or with commas")
	flags.StringArrayVar(&o.wheres, "where", nil, "only traces with a span that has the attribute `KEY=VALUE`; repeatable, all must match")
	flags.BoolVar(&o.list, "list", false, "list trace ids only")
	flags.BoolVar(&o.noInteractive, "no-interactive", false, "never ask which trace is meant")
	flags.IntVar(&o.limit, "limit", 0, "at most `N` traces")
	flags.StringVar(&o.since, "since", "", "only traces of the last `WINDOW`: 5m, 2h, 1d")
	flags.BoolVar(&o.asJSON, "json", false, "print JSON")
	flags.BoolVarP(&o.everything, "verbose", "v", false, "all attributes in full, with events, links and resources")
}

// traceRequest is a command line that was understood.
type traceRequest struct {
	*traceOptions
	target   string
	patterns []string
	where    []condition
	from     int64
	limited  bool
}

// request checks the options in the order in which Plano's command line does.
func (o *traceOptions) request(e *environment, command *cobra.Command, arguments []string) (r *traceRequest, err error) {
	r = &traceRequest{traceOptions: o, limited: command.Flags().Changed("limit")}
	if r.patterns, err = filterPatterns(o.filters); err != nil {
		return nil, err
	}
	if r.where, err = whereConditions(o.wheres); err != nil {
		return nil, err
	}
	if err = checkLimit(o.limit); err != nil {
		return nil, err
	}
	if r.from, err = e.since(o.since); err != nil {
		return nil, err
	}
	switch {
	case len(arguments) > 0:
		r.target = arguments[0]
	case o.list || o.since != "" || o.limit > 0:
		r.target = targetAny
	default:
		r.target = targetLast
	}
	err = knownTarget(command, r.target)
	if o.list && r.target != targetAny && r.target != targetLast {
		err = mistaken("Target and --list cannot be used together.")
	}
	r.target = strings.ToLower(r.target)
	return r, err
}

// showTraces is planotrace without a subcommand.
func showTraces(e *environment, command *cobra.Command, r *traceRequest) error {
	store, err := e.store()
	if err != nil {
		return err
	}
	defer store.Close()
	store.Shortened = func(id string, bytes int) {
		say(command.ErrOrStderr(), "Warning: trace %s is large: values are cut after %s.\n", shortID(id), plural(bytes, "byte"))
	}
	found, err := findTraces(command.Context(), store, r)
	if err != nil {
		return err
	}
	if r.list && (r.asJSON || !e.asks(r)) {
		return writeTraceIDs(e, command, found, r.asJSON)
	}
	if !r.asJSON && len(found.traces) == 0 {
		return writeText(command, "No traces found.\n")
	}
	chosen, err := chooseTraces(command.Context(), e, found, r)
	if errors.Is(err, errCancelled) {
		return writeText(command, "Cancelled.\n")
	}
	if err != nil {
		return err
	}
	traces := found.loaded
	if traces == nil {
		if traces, err = loadTraces(command.Context(), store, chosen); err != nil {
			return err
		}
	}
	if unknown := unknownPatterns(traces, r.patterns); len(unknown) > 0 {
		say(command.ErrOrStderr(), "Warning: Filter key(s) not found: %s. Returning unfiltered traces.\n", escape(strings.Join(unknown, ", ")))
		r.patterns = nil
	}
	if r.asJSON {
		return writeTracesJSON(command, traces, r)
	}
	s := e.sheet()
	for i := range traces {
		writeTrace(e, s, &traces[i], r)
	}
	if err := writeText(command, s.text.String()); err != nil {
		return err
	}
	if more := len(found.traces) - len(chosen); more > 0 && r.target == targetAny && !e.asks(r) {
		say(command.ErrOrStderr(), "%s more: --list names them, --limit N shows N of them\n", plural(more, "trace"))
	}
	return nil
}

// asks is true where a person can be asked which trace is meant.
func (e *environment) asks(r *traceRequest) bool {
	return e.interactive && !r.noInteractive && !r.asJSON
}

// chooseTraces returns those of the traces found that are to be shown.
func chooseTraces(ctx context.Context, e *environment, found *foundTraces, r *traceRequest) ([]traceapi.TraceSummary, error) {
	switch {
	case r.asJSON || len(found.traces) <= 1 && !r.list:
		return found.traces, nil
	case e.asks(r) && len(found.traces) > 0:
		choices := make([]string, len(found.traces))
		for i := range found.traces {
			choices[i] = traceLine(e, &found.traces[i], e.width-pickerMargin)
		}
		chosen, err := e.pick(ctx, "Which trace?", choices)
		if err != nil {
			return nil, err
		}
		return found.traces[chosen : chosen+1], nil
	case r.limited:
		return found.traces, nil
	default:
		return found.traces[:min(len(found.traces), 1)], nil
	}
}

// pickerMargin is what the picker draws beside a line.
const pickerMargin = 6

// traceLine is a trace in a list.
func traceLine(e *environment, t *traceapi.TraceSummary, cells int) string {
	line := fmt.Sprintf("%s  %s  %8s  %s",
		shortID(t.TraceID), e.time(t.Start, "2006-01-02 15:04:05"), milliseconds(t.DurationNS), plural(t.Spans, "span"))
	if t.Errors > 0 {
		line += fmt.Sprintf(", %d failed", t.Errors)
	}
	if t.Quality != "" {
		line += "  " + oneLine(t.Quality)
	}
	return cut(line+"  "+oneLine(strings.TrimSpace(t.Service+" "+t.Name)), cells)
}

// shortID is the beginning of a trace's id, which planotrace takes as a target.
func shortID(id string) string { return oneLine(id[:min(len(id), shortTraceID)]) }
