package model_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/wire"
)

func TestAttributesInBinary(t *testing.T) {
	attributes := collect(withEveryType())[0].Attributes
	data := model.AppendAttributes(nil, attributes)

	r := wire.NewReader(data)
	back := model.ReadAttributes(&r)
	require.NoError(t, r.Err())
	assert.Equal(t, attributes, back)

	for length := range data {
		r := wire.NewReader(data[:length])
		model.ReadAttributes(&r)
		require.Error(t, r.Err(), "%d of %d bytes", length, len(data))
	}
}

func FuzzReadAttributes(f *testing.F) {
	f.Add(model.AppendAttributes(nil, collect(withEveryType())[0].Attributes))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := wire.NewReader(data)
		attributes := model.ReadAttributes(&r)
		if r.Err() != nil {
			return
		}
		again := wire.NewReader(model.AppendAttributes(nil, attributes))
		require.Equal(t, attributes, model.ReadAttributes(&again))
	})
}
