package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const root = "../../../../.."

func unpacked(t *testing.T, name string) []byte {
	t.Helper()
	packed, err := os.ReadFile("../" + name)
	require.NoError(t, err)
	r, err := gzip.NewReader(bytes.NewReader(packed))
	require.NoError(t, err)
	text, err := io.ReadAll(r)
	require.NoError(t, err)
	return text
}

func TestRecordingsAreThoseOfTheRepository(t *testing.T) {
	want, err := packRecordings(root)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(want, unpacked(t, "recordings.jsonl.gz")), "stale: run make demo-data")
}

func TestDialogsAreThoseOfTheSelection(t *testing.T) {
	var want, have []string
	collect := func(ids *[]string) func(map[string]any) error {
		return func(line map[string]any) error {
			text, err := json.Marshal([]any{line["id"], line["service"], line["agent"], line["model"]})
			*ids = append(*ids, string(text))
			return err
		}
	}
	require.NoError(t, eachLine(selection, collect(&want)))
	require.NoError(t, eachLine(unpacked(t, "dialogs.jsonl.gz"), collect(&have)))
	assert.Equal(t, want, have, "stale: run make demo-data DATA=folder of the trajectories")
}
