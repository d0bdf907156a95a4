package planosignals

import (
	"context"
	"errors"
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/extension/xextension/storage"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/otelcol-plano/otelcol-plano/processor/planosignals/internal/metadata"
)

// memoryStorage is an extension that stores in memory, which tests keep over restarts.
type memoryStorage struct {
	component.StartFunc
	component.ShutdownFunc
	data   map[string][]byte
	err    error
	closed int
}

func (s *memoryStorage) GetClient(context.Context, component.Kind, component.ID, string) (storage.Client, error) {
	return memoryClient{s}, s.err
}

type memoryClient struct{ *memoryStorage }

func (c memoryClient) Get(_ context.Context, key string) ([]byte, error) { return c.data[key], nil }

func (c memoryClient) Set(_ context.Context, key string, value []byte) error {
	c.data[key] = value
	return nil
}

func (c memoryClient) Delete(_ context.Context, key string) error {
	delete(c.data, key)
	return nil
}

func (c memoryClient) Batch(ctx context.Context, operations ...*storage.Operation) (err error) {
	for _, o := range operations {
		switch o.Type {
		case storage.Get:
			o.Value, _ = c.Get(ctx, o.Key)
		case storage.Set:
			err = errors.Join(err, c.Set(ctx, o.Key, o.Value))
		case storage.Delete:
			err = errors.Join(err, c.Delete(ctx, o.Key))
		}
	}
	return err
}

func (c memoryClient) Close(context.Context) error {
	c.closed++
	return nil
}

type hostWith map[component.ID]component.Component

func (h hostWith) GetExtensions() map[component.ID]component.Component { return h }

var memoryStorageID = component.MustNewID("memory_storage")

func storing() *Config {
	config := defaults()
	config.Sessions.Storage = &memoryStorageID
	return config
}

// refundOn sends the conversation through a processor with a storage, and returns what is told of it.
func refundOn(t *testing.T, store *memoryStorage, log *zap.Logger, spanID byte, kill bool) map[string]int {
	t.Helper()
	set := processortest.NewNopSettings(metadata.Type)
	if log != nil {
		set.Logger = log
	}
	sink := new(consumertest.TracesSink)
	p, err := NewFactory().CreateTraces(t.Context(), set, storing(), sink)
	require.NoError(t, err)
	require.NoError(t, p.Start(t.Context(), hostWith{memoryStorageID: store}))
	traces := example(t, "refund.json")
	for i, span := range spansOf(traces) {
		span.SetSpanID([8]byte{spanID, byte(i)})
	}
	require.NoError(t, p.ConsumeTraces(t.Context(), traces))
	if kill {
		store.data = maps.Clone(store.data) // what is written later is lost
		kept := store.data
		defer func() { store.data = kept }()
	}
	require.NoError(t, p.Shutdown(t.Context()))
	fresh, _ := eventsOf(spansOf(sink.AllTraces()[0]))
	return fresh
}

func TestSessionsSurviveARestart(t *testing.T) {
	for _, kill := range []bool{false, true} {
		store := &memoryStorage{data: map[string][]byte{}}
		assert.NotEmpty(t, refundOn(t, store, nil, 1, kill))
		assert.Empty(t, refundOn(t, store, nil, 2, kill), "killed: %v", kill)
		assert.Equal(t, 2, store.closed)
	}
}

func TestCorruptStorageIsSaidOnce(t *testing.T) {
	store := &memoryStorage{data: map[string][]byte{}}
	refundOn(t, store, nil, 1, false)
	for key := range store.data {
		store.data[key] = []byte("not what was written")
	}
	core, logs := observer.New(zap.WarnLevel)
	assert.NotEmpty(t, refundOn(t, store, zap.New(core), 2, false))
	require.Equal(t, 1, logs.Len())
	assert.Contains(t, logs.All()[0].Message, "Sessions are lost")
	assert.Empty(t, refundOn(t, store, nil, 3, false), "it starts anew")
}

// damagedStorage is one that panics where it opens or reads the first storage, as file_storage may.
type damagedStorage struct {
	memoryStorage
	opens, opened int
}

func (s *damagedStorage) GetClient(ctx context.Context, kind component.Kind, id component.ID, name string) (storage.Client, error) {
	s.opened++
	if name == "sessions" {
		if s.opens == 0 {
			panic("page 7 already freed")
		}
		return damagedClient{}, nil
	}
	return s.memoryStorage.GetClient(ctx, kind, id, name)
}

type damagedClient struct{ storage.Client }

func (damagedClient) Get(context.Context, string) ([]byte, error)        { panic("invalid page") }
func (damagedClient) Batch(context.Context, ...*storage.Operation) error { panic("invalid page") }
func (damagedClient) Close(context.Context) error                        { return nil }

func TestAnotherStorageIsBegunBesideADamagedOne(t *testing.T) {
	for opens := range 2 {
		store := &damagedStorage{memoryStorage: memoryStorage{data: map[string][]byte{}}, opens: opens}
		core, logs := observer.New(zap.WarnLevel)
		set := processortest.NewNopSettings(metadata.Type)
		set.Logger = zap.New(core)
		p, err := NewFactory().CreateTraces(t.Context(), set, storing(), consumertest.NewNop())
		require.NoError(t, err)
		require.NoError(t, p.Start(t.Context(), hostWith{memoryStorageID: store}))
		require.NoError(t, p.ConsumeTraces(t.Context(), example(t, "refund.json")))
		require.NoError(t, p.Shutdown(t.Context()))
		assert.Equal(t, 2, store.opened)
		assert.NotEmpty(t, store.data)
		require.Equal(t, 1, logs.Len())
		assert.Contains(t, logs.All()[0].Message, "Sessions are lost")
	}
}

func TestStorageThatCannotBeUsed(t *testing.T) {
	other := component.MustNewID("other")
	for message, host := range map[string]component.Host{
		`sessions::storage: extension "memory_storage" is not in service::extensions`: hostWith{},
		`sessions::storage: extension "memory_storage" stores nothing`: hostWith{
			memoryStorageID: componenttest.NewNopHost().GetExtensions()[other], other: nil,
		},
		`sessions::storage: locked`: hostWith{memoryStorageID: &memoryStorage{err: errors.New("locked")}},
	} {
		p, err := NewFactory().CreateTraces(t.Context(), processortest.NewNopSettings(metadata.Type), storing(), consumertest.NewNop())
		require.NoError(t, err)
		require.EqualError(t, p.Start(t.Context(), host), message)
		assert.NoError(t, p.Shutdown(t.Context()))
	}
}
