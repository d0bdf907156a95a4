package readme

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGenerated(t *testing.T) {
	const begin, end = "# Page\n\n<!-- table: written by `make table` from code -->\n", "<!-- end of table -->\n\nMore.\n"
	file := filepath.Join(t.TempDir(), "page.md")
	require.NoError(t, os.WriteFile(file, []byte(begin+"| a |\n| b |\n"+end), 0o600))

	require.NoError(t, Generated(file, "table", "| a |\n| b |\n", false))
	require.EqualError(t, Generated(file, "table", "| a |\n| c |\n", false), file+": table: is stale, run make table to write\n| c |\n")
	require.EqualError(t, Generated(file, "tables", "", true), file+`: has no part "tables"`)
	require.ErrorIs(t, Generated(file+"x", "table", "", true), os.ErrNotExist)

	require.NoError(t, Generated(file, "table", "| c |\n", true))
	page, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, begin+"| c |\n"+end, string(page))
}
