package catalogue

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const exampleCall = `{"k":"model","sv":"shop","m":"gpt-4o-mini","tk":{"input":420,"output":30},"j":true,"q":3,"sc":67,"tu":4,` +
	`"su":"Good (67): ends satisfied (+4), pleased 2 times (+4), short: 8 messages (+9)","n":8,"us":4,"ff":1,"ct":"kept",` +
	`"fi":[{"l":"interaction.satisfaction.confirmation","m":6,"c":1,"s":"Everything looks perfect",` +
	`"d":{"matched":"en/confirmation/that-is-great"}}]}`

func TestCallsArePacked(t *testing.T) {
	for _, text := range []string{"{}", exampleCall, strings.Repeat(exampleCall, 50)} {
		packed, err := pack([]byte(text))
		require.NoError(t, err)
		unpacked, err := unpack(packed)
		require.NoError(t, err)
		assert.Equal(t, text, string(unpacked))
	}
	packed, err := pack([]byte(exampleCall))
	require.NoError(t, err)
	assert.Less(t, len(packed), len(exampleCall)/2)
}

func TestDamagedCallsAreErrors(t *testing.T) {
	packed, err := pack([]byte(exampleCall))
	require.NoError(t, err)
	_, err = unpack(packed[:len(packed)/2])
	require.Error(t, err)
	_, err = unpack([]byte("nothing of the kind"))
	assert.Error(t, err)
}

func BenchmarkPack(b *testing.B) {
	for b.Loop() {
		if _, err := pack([]byte(exampleCall)); err != nil {
			b.Fatal(err)
		}
	}
}
