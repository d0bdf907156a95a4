package planosignals

import (
	"context"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
)

// start starts the processor for the first of its pipelines.
func (p *signalsProcessor) start(ctx context.Context, host component.Host) (err error) {
	p.starting.Do(func() { err = p.startFirst(ctx, host) })
	return err
}

// startFirst finds the sessions of the process before, and begins to let spans go that have waited long enough for their content.
func (p *signalsProcessor) startFirst(ctx context.Context, host component.Host) error {
	if err := p.openStorage(ctx, host); err != nil {
		return err
	}
	if !p.joinsLogs {
		return nil
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	ticker := time.NewTicker(max(p.pending.grace()/2, minTick))
	go func() {
		defer close(done)
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				p.deliver(ctx, p.pending.expire(time.Now(), nil))
				p.sendAgain(ctx)
			}
		}
	}()
	p.stop = func() {
		cancel()
		ticker.Stop()
		<-done
	}
	return nil
}

// minTick is the least time between two looks at the spans that wait.
const minTick = 100 * time.Millisecond

func (p *signalsProcessor) shutdown(ctx context.Context) error {
	if p.stop != nil {
		p.stop()
	}
	for p.sendAgain(ctx) {
	}
	return p.closeStorage(ctx)
}

// sendAgain is false where nothing was refused before.
func (p *signalsProcessor) sendAgain(ctx context.Context) bool {
	refused := p.retries.take()
	for _, r := range refused {
		p.send(ctx, r.span, r.attempts)
	}
	return len(refused) > 0
}

// retries holds spans that the next component refused. It is safe for concurrent use.
type retries struct {
	mu   sync.Mutex
	most int
	all  []retry
}

type retry struct {
	span     *waitingSpan
	attempts int
}

// add is false where there are too many.
func (r *retries) add(span *waitingSpan, attempts int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.all) >= r.most {
		return false
	}
	r.all = append(r.all, retry{span, attempts})
	return true
}

func (r *retries) take() []retry {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := r.all
	r.all = nil
	return all
}
