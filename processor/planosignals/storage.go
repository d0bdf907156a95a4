package planosignals

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"runtime/debug"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension/xextension/storage"

	"github.com/otelcol-plano/otelcol-plano/conversation/sessions"
)

// makerOf tells the analyses apart that would judge a conversation differently.
func makerOf(build component.BuildInfo, config *Config) string {
	settings := sha256.Sum256(fmt.Appendf(nil, "%+v", config.AnalysisConfig))
	return fmt.Sprintf("%s %s %x", build.Command, build.Version, settings[:8])
}

// maxStorages is how many times another storage is begun beside those that are damaged.
const maxStorages = 3

// openStorage takes up the sessions that the process before left. A storage that can't be opened, or not written, is left as it
// is, and another one begun.
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
	var unusable error
	for n := range maxStorages {
		name := "sessions"
		if n > 0 {
			name = fmt.Sprint(name, "_", n)
		}
		err := p.openStorageOf(ctx, store, name)
		if err != nil && !errors.Is(err, sessions.ErrCorrupt) {
			unusable = cmp.Or(unusable, err)
			continue
		}
		if unusable != nil {
			err = errors.Join(fmt.Errorf("sessions::storage: %q is used in place of \"sessions\": %w", name, unusable), err)
		}
		if err != nil {
			p.meter.log.sessions(err)
		}
		return nil
	}
	return fmt.Errorf("sessions::storage: %w", unusable)
}

// openStorageOf returns an error of [sessions.ErrCorrupt] where the storage can be used, but has lost something.
func (p *signalsProcessor) openStorageOf(ctx context.Context, store storage.Extension, name string) error {
	var client storage.Client
	if err := guarded(func() (err error) {
		client, err = store.GetClient(ctx, component.KindProcessor, p.id, name)
		return err
	}); err != nil {
		return err
	}
	err := p.sessions.Persist(ctx, disk{client}, p.maker)
	if err != nil && !errors.Is(err, sessions.ErrCorrupt) {
		return errors.Join(err, guarded(func() error { return client.Close(ctx) }))
	}
	p.storage = client
	return err
}

// guarded makes an error of a panic: file_storage panics where its file is damaged, and faults where it is cut short, since it
// maps it into memory.
func guarded(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("the storage is damaged: %v", cause)
		}
	}()
	return f()
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
	return errors.Join(p.sessions.Leave(ctx), guarded(func() error { return p.storage.Close(ctx) }))
}

// disk is a storage extension's.
type disk struct{ storage.Client }

func (d disk) Get(ctx context.Context, key string) (data []byte, err error) {
	err = guarded(func() error {
		data, err = d.Client.Get(ctx, key)
		return err
	})
	return data, err
}

func (d disk) Write(ctx context.Context, set map[string][]byte, remove []string) error {
	operations := make([]*storage.Operation, 0, len(set)+len(remove))
	for key, data := range set {
		operations = append(operations, storage.SetOperation(key, data))
	}
	for _, key := range remove {
		operations = append(operations, storage.DeleteOperation(key))
	}
	return guarded(func() error { return d.Batch(ctx, operations...) })
}
