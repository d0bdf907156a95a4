package planoheaders

import (
	"cmp"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/printable"
)

const (
	semanticConventionsPrefix = "http.request.header."
	envoyPrefix               = "guid:"
)

// Sources in the order of precedence.
const (
	sourceAttributes = iota
	sourceSemanticConventions
	sourceEnvoy
	sourceMetadata
)

// header is one that matched a prefix.
type header struct {
	// key of the attribute to write.
	key   string
	value string
	// rank orders headers by source, then by prefix; the lowest comes first.
	rank int
	// index of the attribute that the header was read from, or notAnAttribute.
	index int
	// refusal decided by name and value alone, or accepted.
	refusal reason
}

const notAnAttribute = -1

// maxKeyLength is the length in bytes of what a prefix leaves of a name, above which the header is refused.
const maxKeyLength = 256

// finder recognises headers.
type finder struct {
	prefixes       []string
	allowSensitive []string
	sources        SourcesConfig
	maxValueLength int
	// first tells the bytes that a name worth a look begins with.
	first [256]bool
}

func newFinder(cfg *Config) *finder {
	f := &finder{
		prefixes:       cfg.HeaderPrefixes,
		allowSensitive: cfg.AllowSensitive,
		sources:        cfg.Sources,
		maxValueLength: cfg.MaxValueLength,
	}
	if len(f.prefixes) == 0 {
		return f
	}
	if f.sources.Attributes {
		for _, prefix := range f.prefixes {
			c := fold(prefix[0], false)
			f.first[c] = true
			if 'a' <= c && c <= 'z' {
				f.first[c-'a'+'A'] = true
			}
		}
	}
	if f.sources.SemanticConventions {
		f.first[semanticConventionsPrefix[0]] = true
	}
	if f.sources.Envoy {
		f.first[envoyPrefix[0]] = true
	}
	return f
}

// inAttributes appends the headers that attributes hold.
func (f *finder) inAttributes(found []header, attrs pcommon.Map, known *knownNames) []header {
	i := -1
	for name, value := range attrs.All() {
		i++
		if name == "" || !f.first[name[0]] {
			continue
		}
		h, ok := known.find(name)
		if !ok {
			if h, ok = f.inAttribute(name); !ok {
				continue
			}
			known.add(name, h)
		}
		h.index = i
		if text, isText := headerValue(value, f.maxValueLength); isText {
			h.value = text
		} else if h.refusal == accepted {
			h.refusal = refusedNotText
		}
		found = append(found, h)
	}
	return found
}

func (f *finder) inAttribute(name string) (header, bool) {
	if f.sources.Attributes {
		if h, ok := f.match(name, sourceAttributes, false); ok {
			return h, true
		}
	}
	if rest, ok := strings.CutPrefix(name, semanticConventionsPrefix); ok && f.sources.SemanticConventions {
		return f.match(rest, sourceSemanticConventions, underscored(rest))
	}
	if rest, ok := strings.CutPrefix(name, envoyPrefix); ok && f.sources.Envoy {
		return f.match(rest, sourceEnvoy, false)
	}
	return header{}, false
}

// knownNames are attributes' names that made headers earlier in a batch: the spans of a batch mostly have the
// same ones. It holds few enough to be searched faster than a name is mapped.
type knownNames struct {
	names   []string
	headers []header
}

const maxKnownNames = 16

func (k *knownNames) find(name string) (header, bool) {
	for i, known := range k.names {
		if known == name {
			return k.headers[i], true
		}
	}
	return header{}, false
}

func (k *knownNames) add(name string, h header) {
	if len(k.names) < maxKnownNames {
		k.names = append(k.names, name)
		k.headers = append(k.headers, h)
	}
}

// inMetadata returns the headers of the export request itself.
func (f *finder) inMetadata(metadata client.Metadata) []header {
	if !f.sources.Metadata || len(f.prefixes) == 0 {
		return nil
	}
	var found []header
	for name := range metadata.Keys() {
		h, ok := f.match(name, sourceMetadata, false)
		if !ok {
			continue
		}
		lines := metadata.Get(name)
		if len(lines) == 0 {
			continue
		}
		h.index = notAnAttribute
		h.value = joinLines(lines, f.maxValueLength)
		found = append(found, h)
	}
	// Metadata is a map: without a full order, which of two headers wins would change from request to request.
	slices.SortFunc(found, func(a, b header) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.key, b.key), cmp.Compare(a.value, b.value))
	})
	return found
}

func (f *finder) match(name string, source int, underscores bool) (header, bool) {
	for i, prefix := range f.prefixes {
		if !hasPrefixFold(name, prefix, underscores) {
			continue
		}
		rest := name[len(prefix):]
		h := header{rank: source*len(f.prefixes) + i}
		if len(rest) > maxKeyLength {
			h.refusal = refusedLimit
			return h, true
		}
		h.key = attributeKey(rest, underscores)
		if h.key == "" {
			return header{}, false
		}
		switch {
		case printable.Line(h.key) != h.key:
			h.refusal = refusedNotText
		case (isSensitive(name) || isSensitive(rest)) && !f.allowed(name, underscores):
			h.refusal = refusedSensitive
		case decides(h.key):
			h.refusal = refusedReserved
		}
		return h, true
	}
	return header{}, false
}

func (f *finder) allowed(name string, underscores bool) bool {
	return slices.ContainsFunc(f.allowSensitive, func(allowed string) bool {
		return len(allowed) == len(name) && hasPrefixFold(name, allowed, underscores)
	})
}
