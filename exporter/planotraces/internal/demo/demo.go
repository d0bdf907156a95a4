// Package demo is recorded conversations to look at where nothing has been sent yet: trajectories of public benchmarks, recordings of
// agents that send with several libraries, a failure of a Plano gateway, and a few that were written for it, among them an incident of
// this morning. NOTICE says where they come from.
package demo

import (
	"context"
	"fmt"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace"
)

// spread is the time over which the conversations end.
const spread = 24 * time.Hour

// Load analyses the conversations as planosignals does by default and passes them on, with times that end shortly before now. Ids do not
// depend on the time: what was loaded before is a duplicate.
func Load(ctx context.Context, now time.Time, next func(context.Context, ptrace.Traces) error) error {
	signals, err := newSignals(ctx, next)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	for _, each := range []func(time.Time, func(ptrace.Traces) error) error{eachDialog, eachRecording} {
		err = each(now, func(td ptrace.Traces) error { return signals.ConsumeTraces(ctx, td) })
		if err != nil {
			break
		}
	}
	// What waits for something goes on when it shuts down.
	if shutdownErr := signals.Shutdown(context.WithoutCancel(ctx)); err == nil {
		err = shutdownErr
	}
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	return nil
}
