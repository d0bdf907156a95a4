package planotraces

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/store"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

func TestFullDiskIsTriedAgain(t *testing.T) {
	now, opens, there := time.Now(), 0, newMemory()
	trouble := fmt.Errorf("store in /full: %w", store.ErrFull)
	k, err := openOrWait(t.Context(), func(context.Context) (keeper, error) {
		if opens++; trouble != nil {
			return nil, trouble
		}
		return there, nil
	}, func() time.Time { return now })
	require.NoError(t, err, "the pipeline goes on")

	require.ErrorIs(t, k.Append(t.Context(), twoSpans()), store.ErrFull)
	_, err = k.Conversations(t.Context(), traceapi.Query{})
	require.ErrorIs(t, err, store.ErrFull)
	status, err := k.Status(t.Context())
	require.NoError(t, err)
	assert.Contains(t, status.Problem, "/full")
	assert.Equal(t, 1, opens, "it is left alone for a while")
	now, trouble = now.Add(reopenEvery), nil
	require.NoError(t, k.Append(t.Context(), twoSpans()))
	assert.Equal(t, int64(2), there.spans.Load())
	_, err = k.Conversations(t.Context(), traceapi.Query{})
	require.NoError(t, err)
	require.NoError(t, k.Close(t.Context()))
	assert.True(t, there.closed.Load())
	assert.Equal(t, 2, opens)
}

func TestOtherTroubleEndsTheStart(t *testing.T) {
	inUse := errors.New("in use by process 7")
	_, err := openOrWait(t.Context(), func(context.Context) (keeper, error) { return nil, inUse }, time.Now)
	assert.ErrorIs(t, err, inUse)
}
