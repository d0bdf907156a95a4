package journalstorage

import (
	"context"
	"fmt"
	"slices"

	"go.opentelemetry.io/collector/extension/xextension/storage"

	"github.com/otelcol-plano/otelcol-plano/internal/journal"
)

type client struct {
	journal *journal.Journal
}

var _ storage.Client = client{}

func (c client) Get(_ context.Context, key string) ([]byte, error) { return c.journal.Get(key) }

func (c client) Set(_ context.Context, key string, value []byte) error {
	return c.journal.Write(journal.Change{Key: key, Value: value})
}

func (c client) Delete(_ context.Context, key string) error {
	return c.journal.Write(journal.Change{Key: key, Delete: true})
}

// Batch makes all changes or none. What is got is what the changes before it left.
func (c client) Batch(_ context.Context, operations ...*storage.Operation) error {
	changes := make([]journal.Change, 0, len(operations))
	for _, o := range operations {
		switch o.Type {
		case storage.Set:
			changes = append(changes, journal.Change{Key: o.Key, Value: o.Value})
		case storage.Delete:
			changes = append(changes, journal.Change{Key: o.Key, Delete: true})
		case storage.Get:
			if err := c.get(o, changes); err != nil {
				return err
			}
		default:
			return fmt.Errorf("operation %d on %q is none of get, set, delete", o.Type, o.Key)
		}
	}
	return c.journal.Write(changes...)
}

func (c client) get(o *storage.Operation, before []journal.Change) (err error) {
	for _, change := range slices.Backward(before) {
		if change.Key == o.Key {
			o.Value = slices.Clone(change.Value)
			return nil
		}
	}
	o.Value, err = c.journal.Get(o.Key)
	return err
}

func (c client) Close(context.Context) error { return c.journal.Close() }
