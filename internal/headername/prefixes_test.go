package headername

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestValidatePrefixes(t *testing.T) {
	require.NoError(t, ValidatePrefixes("key", nil))
	require.NoError(t, ValidatePrefixes("key", []string{"x-katanemo-", "X_Tenant.", "x-"}))
	err := ValidatePrefixes("key", []string{"x y", "", "X-a", "x-A", "ä"})
	assert.EqualError(t, err, `key::0: must hold only characters of header names, is "x y"
key::1: must not be empty
key::3: must differ from key::2, is "x-A"
key::4: must hold only characters of header names, is "ä"`)
}
