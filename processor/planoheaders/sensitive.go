package planoheaders

// secretWords make a header sensitive wherever they stand in its name, secretEndings only at its end:
// x-token-count is no secret, x-token is.
var (
	secretWords = []string{
		"authorization", "cookie", "cookies", "cookie2", "password", "passwd", "passphrase", "secret", "secrets", "credential", "credentials",
		"api-key", "apikey", "private-key", "access-key", "bearer", "jwt",
	}
	secretEndings = []string{
		"token", "auth", "accesstoken", "idtoken", "oidc-data", "secret-key", "signing-key", "encryption-key", "dpop", "assertion", "pwd",
	}
)

// isSensitive is true for the names of headers that carry secrets. Letter case does not matter, and
// hyphens, underscores and dots are the same.
func isSensitive(name string) bool {
	for start := 0; start < len(name); start++ {
		if start > 0 && !isSeparator(name[start-1]) {
			continue
		}
		rest := name[start:]
		for _, word := range secretWords {
			if beginsWithWord(rest, word) {
				return true
			}
		}
		for _, ending := range secretEndings {
			if len(rest) == len(ending) && beginsWithWord(rest, ending) {
				return true
			}
		}
	}
	return false
}

func beginsWithWord(s, word string) bool {
	if len(s) < len(word) || len(s) > len(word) && !isSeparator(s[len(word)]) {
		return false
	}
	for i := range len(word) {
		if isSeparator(s[i]) && word[i] == '-' {
			continue
		}
		if fold(s[i], false) != word[i] {
			return false
		}
	}
	return true
}

func isSeparator(c byte) bool { return c == '-' || c == '_' || c == '.' }
