package planosignals

import (
	"context"
	"sync"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/processor"
)

// sharedProcessors holds one processor for all pipelines in which a configuration stands: content in log records joins spans of
// another pipeline, and a session is one whichever pipeline its spans come through.
type sharedProcessors struct {
	mu sync.Mutex
	of map[*Config]*sharedProcessor
}

type sharedProcessor struct {
	*signalsProcessor
	users, started int
}

func newSharedProcessors() *sharedProcessors {
	return &sharedProcessors{of: map[*Config]*sharedProcessor{}}
}

// take returns the processor of a configuration; each pipeline releases it once.
func (s *sharedProcessors) take(set processor.Settings, config *Config) (*sharedProcessor, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	shared, ok := s.of[config]
	if !ok {
		p, err := newProcessor(set, config)
		if err != nil {
			return nil, err
		}
		shared = &sharedProcessor{signalsProcessor: p}
		s.of[config] = shared
	}
	shared.users++
	return shared, nil
}

// start starts a processor for the first of its pipelines.
func (s *sharedProcessors) start(ctx context.Context, shared *sharedProcessor, host component.Host) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	shared.started++
	if shared.started > 1 {
		return nil
	}
	return shared.start(ctx, host)
}

// release shuts a processor down after the last of its pipelines.
func (s *sharedProcessors) release(ctx context.Context, config *Config) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	shared := s.of[config]
	if shared == nil {
		return nil
	}
	if shared.users--; shared.users > 0 {
		return nil
	}
	delete(s.of, config)
	return shared.shutdown(ctx)
}
