package e2e

import (
	"context"
	"errors"
	"sync"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// A stack is one Jaeger and one collector that exports to it.
type stack struct {
	jaeger    *jaeger
	collector *collector
}

// running is what the tests have started and TestMain stops.
var running struct {
	mu        sync.Mutex
	processes []*harness.Process
}

func stopLater(p *harness.Process) {
	running.mu.Lock()
	defer running.mu.Unlock()
	running.processes = append(running.processes, p)
}

// stopAll stops the shared processes, the newest first.
func stopAll() error {
	running.mu.Lock()
	defer running.mu.Unlock()
	var errs []error
	for len(running.processes) > 0 {
		last := len(running.processes) - 1
		errs = append(errs, running.processes[last].Stop())
		running.processes = running.processes[:last]
	}
	return errors.Join(errs...)
}

// sharedJaeger and sharedStack start once and serve every test.
var (
	sharedJaeger = sync.OnceValues(func() (*jaeger, error) {
		j, err := startJaeger(context.Background())
		if err != nil {
			return nil, err
		}
		stopLater(j.Process)
		return j, nil
	})

	sharedStack = sync.OnceValues(func() (*stack, error) {
		j, err := sharedJaeger()
		if err != nil {
			return nil, err
		}
		c, err := startCollector(context.Background(), j.otlp)
		if err != nil {
			return nil, err
		}
		stopLater(c.Process)
		return &stack{jaeger: j, collector: c}, nil
	})
)
