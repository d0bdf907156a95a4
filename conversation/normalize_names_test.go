package conversation

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/internal/readme"
)

func TestConventions(t *testing.T) {
	keys := map[string]bool{}
	for name := noName + 1; name < otelNames; name++ {
		key := conventionOf[name].key
		assert.True(t, strings.HasPrefix(key, "gen_ai."), "%d: %q", name, key)
		assert.False(t, keys[key], "%s is there twice", key)
		keys[key] = true
		assert.Equal(t, name, known.attributes.find(key).own, key)
	}
	for name, known := range providers {
		assert.Equal(t, known, providers[known], "%s: %s is none of the conventions' own", name, known)
	}
	for name, known := range operations {
		assert.Equal(t, known, operations[known], name)
	}
	for reason := range finishes {
		assert.True(t, formFinishReason.accepts(reason), reason)
	}
}

func TestProviderOf(t *testing.T) {
	for name, want := range map[string]string{
		"OpenAI": "openai", "openai.chat": "openai", "azure-openai.chat": "azure.ai.openai", "Amazon Bedrock": "aws.bedrock",
		"google.generative-ai": "gcp.gemini", "google.vertex.chat": "gcp.vertex_ai", "mistral.chat": "mistral_ai",
		"anthropic.messages": "anthropic", "our own": "our own", "strands-agents": "strands-agents", ".": ".", "": "",
	} {
		assert.Equal(t, want, providerOf(name), name)
	}
}

func TestDocumentedNames(t *testing.T) {
	page := filepath.Join("..", "docs", "what-it-does.md")
	assert.NoError(t, readme.Generated(page, "names", namesTable(), *update))
}

// inside stands for a field of the JSON in an attribute.
const inside = " > …"

// namesTable says from which attributes each name of the conventions is written.
func namesTable() string {
	from := map[otelName][]string{}
	add := func(name otelName, place string) {
		if name != noName && place != conventionOf[name].key && !slices.Contains(from[name], place) {
			from[name] = append(from[name], place)
		}
	}
	var tell func(place string, fa fact)
	tell = func(place string, fa fact) {
		for _, field := range slices.Sorted(maps.Keys(fa.fields)) {
			tell(strings.TrimSuffix(place, inside)+inside, fa.fields[field])
		}
		if fa.last != "" {
			place += " with the end " + fa.last
		}
		add(fa.name, place)
		if fa.parse != nil {
			for _, key := range []string{"/tool/NAME", "/model/PROVIDER/NAME"} {
				fa.parse(key, func(name otelName, _ string) { add(name, place) })
			}
		}
	}
	for _, d := range dialects {
		for _, key := range slices.Sorted(maps.Keys(d.facts)) {
			tell(key, d.facts[key])
		}
		for _, event := range slices.Sorted(maps.Keys(d.eventFacts)) {
			for _, key := range slices.Sorted(maps.Keys(d.eventFacts[event])) {
				tell("event "+event+" > "+key, d.eventFacts[event][key])
			}
		}
	}
	for _, key := range slices.Backward(SessionAttributes()) {
		add(conversationID, key)
	}
	add(operationName, "the kind of the span")
	var b strings.Builder
	b.WriteString("| name | taken from |\n| --- | --- |\n")
	for name := noName + 1; name < otelNames; name++ {
		if len(from[name]) > 0 {
			fmt.Fprintf(&b, "| `%s` | `%s` |\n", conventionOf[name].key, strings.Join(from[name], "`, `"))
		}
	}
	return strings.ReplaceAll(b.String(), "`the kind of the span`", "the kind of the span")
}
