package journalstorage

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/extension/extensiontest"
	"go.opentelemetry.io/collector/extension/xextension/storage"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/otelcol-plano/otelcol-plano/extension/journalstorage/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/internal/journal"
)

var loadbalancing = component.MustNewID("loadbalancing")

func start(t *testing.T, config *Config) (storage.Extension, *observer.ObservedLogs) {
	t.Helper()
	core, logs := observer.New(zap.InfoLevel)
	set := extensiontest.NewNopSettings(metadata.Type)
	set.Logger = zap.New(core)
	created, err := NewFactory().Create(t.Context(), set, config)
	require.NoError(t, err)
	require.NoError(t, created.Start(t.Context(), componenttest.NewNopHost()))
	t.Cleanup(func() { assert.NoError(t, created.Shutdown(t.Context())) })
	return created.(storage.Extension), logs
}

func clientOf(t *testing.T, s storage.Extension, id component.ID, name string) storage.Client {
	t.Helper()
	c, err := s.GetClient(t.Context(), component.KindExporter, id, name)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, c.Close(t.Context())) })
	return c
}

func get(t *testing.T, c storage.Client, key string) []byte {
	t.Helper()
	value, err := c.Get(t.Context(), key)
	require.NoError(t, err)
	return value
}

func TestComponentsShareNothing(t *testing.T) {
	s, _ := start(t, &Config{Directory: filepath.Join(t.TempDir(), "new"), CreateDirectory: true})
	clients := map[string]storage.Client{
		"traces":  clientOf(t, s, loadbalancing, "traces"),
		"logs":    clientOf(t, s, loadbalancing, "logs"),
		"another": clientOf(t, s, component.MustNewIDWithName("loadbalancing", "../x"), "traces"),
	}
	for name, c := range clients {
		require.NoError(t, c.Set(t.Context(), "key", []byte(name)))
	}
	for name, c := range clients {
		assert.Equal(t, name, string(get(t, c, "key")))
	}
	folders, err := os.ReadDir(s.(*journalStorage).config.Directory)
	require.NoError(t, err)
	assert.Len(t, folders, len(clients), "each has a folder in the directory")
}

func TestValuesOutliveTheCollector(t *testing.T) {
	config := &Config{Directory: t.TempDir(), FSync: true}
	s, _ := start(t, config)
	c := clientOf(t, s, loadbalancing, "traces")
	require.NoError(t, c.Set(t.Context(), "stays", []byte("1")))
	require.NoError(t, c.Set(t.Context(), "goes", []byte("2")))
	require.NoError(t, c.Delete(t.Context(), "goes"))
	require.NoError(t, c.Close(t.Context()))

	s, _ = start(t, config)
	c = clientOf(t, s, loadbalancing, "traces")
	assert.Equal(t, "1", string(get(t, c, "stays")))
	assert.Nil(t, get(t, c, "goes"))
}

func TestBatchGoesInOrder(t *testing.T) {
	s, _ := start(t, &Config{Directory: t.TempDir()})
	c := clientOf(t, s, loadbalancing, "traces")
	require.NoError(t, c.Set(t.Context(), "a", []byte("before")))
	before, between, after := storage.GetOperation("a"), storage.GetOperation("a"), storage.GetOperation("a")
	require.NoError(t, c.Batch(t.Context(),
		before, storage.SetOperation("a", []byte("new")), between, storage.DeleteOperation("a"), after, storage.SetOperation("b", nil)))
	assert.Equal(t, []string{"before", "new"}, []string{string(before.Value), string(between.Value)})
	assert.Nil(t, after.Value)
	assert.Nil(t, get(t, c, "a"))

	err := c.Batch(t.Context(), storage.SetOperation("a", []byte("1")), &storage.Operation{Key: "x", Type: 7})
	require.EqualError(t, err, `operation 7 on "x" is none of get, set, delete`)
	assert.Nil(t, get(t, c, "a"), "all or nothing")
}

func TestTheNextClientWaitsForTheLastOne(t *testing.T) {
	s, _ := start(t, &Config{Directory: t.TempDir()})
	first := clientOf(t, s, loadbalancing, "traces")
	ctx, cancel := context.WithTimeout(t.Context(), 3*openRetry)
	defer cancel()
	_, err := s.GetClient(ctx, component.KindExporter, loadbalancing, "traces")
	require.ErrorIs(t, err, journal.ErrInUse)

	closed := make(chan error, 1)
	time.AfterFunc(3*openRetry, func() { closed <- first.Close(context.Background()) })
	clientOf(t, s, loadbalancing, "traces")
	require.NoError(t, <-closed)
}

func TestADirectoryThatIsNotThere(t *testing.T) {
	config := &Config{Directory: filepath.Join(t.TempDir(), "none")}
	created, err := NewFactory().Create(t.Context(), extensiontest.NewNopSettings(metadata.Type), config)
	require.NoError(t, err)
	require.ErrorIs(t, created.Start(t.Context(), componenttest.NewNopHost()), os.ErrNotExist)
}

func TestDamageIsLogged(t *testing.T) {
	config := &Config{Directory: t.TempDir()}
	folder := filepath.Join(config.Directory, "exporter_loadbalancing__traces")
	require.NoError(t, os.Mkdir(folder, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "00000000000000000001.journal"), []byte("damaged on disk"), 0o600))
	s, logs := start(t, config)
	c := clientOf(t, s, loadbalancing, "traces")
	require.NoError(t, c.Set(t.Context(), "a", []byte("1")))
	require.Equal(t, 1, logs.Len())
	assert.Equal(t, folder, logs.All()[0].ContextMap()["folder"])
}
