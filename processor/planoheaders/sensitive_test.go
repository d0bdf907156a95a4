package planoheaders

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestIsSensitive(t *testing.T) {
	for _, name := range []string{
		"authorization", "Authorization", "proxy-authorization", "cookie", "Set-Cookie", "x-api-key", "X_API_KEY",
		"x-katanemo-api-key", "x-katanemo-api.key", "x-katanemo-apikey", "x-katanemo-api-key-prod", "x-amz-security-token", "token", "x-auth",
		"x-csrf-token", "client-secret", "db-password", "x-goog-iap-jwt-assertion", "x-ms-token-aad-accesstoken", "aws-secret-access-key",
	} {
		assert.True(t, isSensitive(name), name)
	}
	for _, name := range []string{
		"", "-", "user-id", "session-id", "x-katanemo-user-id", "max-tokens", "token-count", "author", "authority", "secretary", "api", "key",
		"keyboard-layout", "tokenizer", "passwords-off",
	} {
		assert.False(t, isSensitive(name), name)
	}
}
