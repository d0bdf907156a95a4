package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestConfig(t *testing.T) {
	examples := filepath.Join("..", "..", "internal", "planoconfig", "testdata")
	want, err := os.ReadFile(filepath.Join(examples, "production.collector.yaml"))
	require.NoError(t, err)
	plano, err := os.ReadFile(filepath.Join(examples, "production.plano.yaml"))
	require.NoError(t, err)
	for name, arguments := range map[string][]string{
		"file":           {"config", filepath.Join(examples, "production.plano.yaml")},
		"standard input": {"config"},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			assert.Equal(t, exitOK, run(arguments, bytes.NewReader(plano), &stdout, &stderr))
			assert.Equal(t, string(want), stdout.String())
			assert.Empty(t, stderr.String())
		})
	}
}

func TestConfigErrors(t *testing.T) {
	tests := []struct {
		arguments []string
		code      int
		want      string
	}{
		{[]string{"config"}, exitBadInput, "planotrace config: standard input: line 1: tracing::sampling: must be one of the keys " +
			"random_sampling, trace_arch_internal, span_attributes, is \"sampling\"\n"},
		{[]string{"config", "a", "b"}, exitUsage, "planotrace config: files: must be at most 1, is 2\n"},
		{[]string{"config", "missing.yaml"}, exitBadInput, "planotrace config: open missing.yaml: no such file or directory\n"},
	}
	for _, tt := range tests {
		var stdout, stderr bytes.Buffer
		assert.Equal(t, tt.code, run(tt.arguments, strings.NewReader("tracing: {sampling: 5}"), &stdout, &stderr))
		assert.Equal(t, tt.want, stderr.String())
		assert.Empty(t, stdout.String())
	}
}
