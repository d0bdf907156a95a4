package conversation

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/internal/value"
)

// Hashes begin with hashPrefix; hashBytes of the text's HMAC-SHA-256 follow in hexadecimal.
const (
	hashPrefix = "hmac:"
	hashBytes  = 16
)

// MinHashKey is the length in bytes of the shortest key that nobody guesses.
const MinHashKey = 16

// hasher puts hashes in place of texts, the same one for the same text wherever it stands: in an attribute, in JSON, in JSON
// within a text of JSON. It serves one goroutine.
type hasher struct {
	mac   hash.Hash
	chunk [4 << 10]byte
}

func newHasher(key []byte) *hasher { return &hasher{mac: hmac.New(sha256.New, key)} }

// sum returns the hash of a text as it stands.
func (h *hasher) sum(text string) string {
	if text == "" {
		return ""
	}
	h.mac.Reset()
	for text != "" {
		n := copy(h.chunk[:], text)
		_, _ = h.mac.Write(h.chunk[:n]) // a hash never fails
		text = text[n:]
	}
	var sum [sha256.Size]byte
	return hashPrefix + hex.EncodeToString(h.mac.Sum(sum[:0])[:hashBytes])
}

// maxHashedLevels is how many texts of JSON are looked into, one inside of the other.
const maxHashedLevels = 4

// text returns the hash of a text; JSON keeps its form, its texts, numbers and the names of its fields are hashed one by one.
func (h *hasher) text(text string, level int) string {
	trimmed := strings.TrimLeft(text, jsonSpace)
	if level > maxHashedLevels || trimmed == "" || strings.IndexByte(`[{"`, trimmed[0]) < 0 || !jsonread.Valid(text) {
		return h.sum(text)
	}
	r := jsonread.New(trimmed)
	if trimmed[0] == '"' {
		inner, err := r.Text()
		if err != nil {
			return h.sum(text)
		}
		return h.text(inner, level+1)
	}
	w := jsonHasher{h, jsonWriter{max: maxHashGrowth*len(text) + minRedacted}, level}
	if err := w.value(&r, "", false); err != nil {
		return h.sum(text)
	}
	return string(w.out)
}

// value hashes a value, of one that is over the limit all that there is at once. Words that have the form of their place stay.
func (h *hasher) value(v pcommon.Value, s shape, over bool) {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		switch text := v.Str(); {
		case s.shows(text):
		case over:
			v.SetStr(h.sum(text))
		default:
			v.SetStr(h.text(text, 0))
		}
	case pcommon.ValueTypeMap, pcommon.ValueTypeSlice:
		h.structure(v, over)
	case pcommon.ValueTypeBytes:
		v.SetStr(h.sum(string(v.Bytes().AsRaw())))
	case pcommon.ValueTypeInt, pcommon.ValueTypeDouble:
		v.SetStr(h.sum(v.AsString()))
	}
}

// structure hashes a structured value as the JSON that it stands for.
func (h *hasher) structure(v pcommon.Value, over bool) {
	w := value.JSON{MaxBytes: maxStructured}
	text, cut := w.Text(v)
	if over || cut != value.Whole {
		v.SetStr(h.sum(text))
		return
	}
	hashed := h.text(text, 0)
	var tree any
	if json.Unmarshal([]byte(hashed), &tree) != nil || v.FromRaw(tree) != nil {
		v.SetStr(hashed) // one hash for all of it
	}
}
