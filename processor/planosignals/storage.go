package planosignals

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension/xextension/storage"

	"github.com/otelcol-plano/otelcol-plano/conversation/sessions"
)

// makerOf tells the analyses apart that would judge a conversation differently.
func makerOf(build component.BuildInfo, config *Config) string {
	settings := sha256.Sum256(fmt.Appendf(nil, "%+v", config.AnalysisConfig))
	return fmt.Sprintf("%s %s %x", build.Command, build.Version, settings[:8])
}

// openStorage takes up the sessions that the process before left.
func (p *signalsProcessor) openStorage(ctx context.Context, host component.Host) error {
	id := p.config.Sessions.Storage
	if id == nil {
		return nil
	}
	extension, ok := host.GetExtensions()[*id]
	if !ok {
		return fmt.Errorf("sessions::storage: extension %q is not in service::extensions", id)
	}
	store, ok := extension.(storage.Extension)
	if !ok {
		return fmt.Errorf("sessions::storage: extension %q stores nothing", id)
	}
	client, err := store.GetClient(ctx, component.KindProcessor, p.id, "sessions")
	if err != nil {
		return fmt.Errorf("sessions::storage: %w", err)
	}
	p.storage = client
	switch err := p.sessions.Persist(ctx, disk{client}, p.maker); {
	case errors.Is(err, sessions.ErrCorrupt):
		p.meter.log.sessions(err)
	case err != nil:
		return errors.Join(fmt.Errorf("sessions::storage: %w", err), client.Close(ctx))
	}
	return nil
}

// saveSessions writes what a batch has changed.
func (p *signalsProcessor) saveSessions(ctx context.Context) {
	if err := p.sessions.Flush(ctx); err != nil {
		p.meter.log.sessions(err)
	}
}

func (p *signalsProcessor) closeStorage(ctx context.Context) error {
	if p.storage == nil {
		return nil
	}
	return errors.Join(p.sessions.Leave(ctx), p.storage.Close(ctx))
}

// disk writes to a storage extension.
type disk struct{ storage.Client }

func (d disk) Write(ctx context.Context, set map[string][]byte, remove []string) error {
	operations := make([]*storage.Operation, 0, len(set)+len(remove))
	for key, data := range set {
		operations = append(operations, storage.SetOperation(key, data))
	}
	for _, key := range remove {
		operations = append(operations, storage.DeleteOperation(key))
	}
	return d.Batch(ctx, operations...)
}
