package planoheaders

// secretWords make a header sensitive wherever they stand in its name, secretEndings only at its end:
// x-token-count is no secret, x-token is.
var (
	secretWords = []string{
		"authorization", "cookie", "cookies", "cookie2", "password", "passwd", "passphrase", "secret", "secrets",
		"credential", "credentials", "api-key", "apikey", "private-key", "access-key", "bearer", "jwt",
	}
	secretEndings = []string{
		"token", "auth", "accesstoken", "idtoken", "oidc-data", "secret-key", "signing-key", "encryption-key", "dpop",
		"assertion", "pwd",
	}
)

type secretWord struct {
	word string
	end  bool
}

// secretsByFirst finds the words that begin with a letter, so that a name costs a look-up per word of it.
var secretsByFirst = func() (byFirst [256][]secretWord) {
	add := func(words []string, end bool) {
		for _, word := range words {
			lower, upper := word[0], word[0]-'a'+'A'
			byFirst[lower] = append(byFirst[lower], secretWord{word, end})
			byFirst[upper] = append(byFirst[upper], secretWord{word, end})
		}
	}
	add(secretWords, false)
	add(secretEndings, true)
	return byFirst
}()

// isSensitive is true for the names of headers that carry secrets. Letter case does not matter, and
// hyphens, underscores and dots are the same.
func isSensitive(name string) bool {
	startsWord := true
	for i := range len(name) {
		if startsWord {
			for _, secret := range secretsByFirst[name[i]] {
				if secret.begins(name[i:]) {
					return true
				}
			}
		}
		startsWord = isSeparator(name[i])
	}
	return false
}

func (w secretWord) begins(s string) bool {
	if len(s) < len(w.word) || len(s) > len(w.word) && (w.end || !isSeparator(s[len(w.word)])) {
		return false
	}
	for i := range len(w.word) {
		if fold(s[i], false) != w.word[i] && (w.word[i] != '-' || !isSeparator(s[i])) {
			return false
		}
	}
	return true
}

func isSeparator(c byte) bool { return c == '-' || c == '_' || c == '.' }
