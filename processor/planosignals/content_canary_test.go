package planosignals

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// planting is a way to put canaries into texts.
type planting struct {
	name string
	// into returns what becomes of a text in a field.
	into func(field, text string, canary func() string) string
	// fields adds a field of that name to every JSON object.
	fields bool
	// cut takes the end off every document, so that it can't be read.
	cut bool
}

// toolNames are the fields in which redaction leaves one word.
var toolNames = regexp.MustCompile(`^(name|toolName)$`)

// words are the fields whose words redaction knows.
var words = regexp.MustCompile(`^(role|type|finish_reason|status|lc)$`)

var plantings = []planting{
	{name: "sentences", into: func(_, _ string, canary func() string) string { return "it was " + canary() + " who said it" }},
	{name: "words", into: func(field, text string, canary func() string) string {
		if toolNames.MatchString(field) {
			return text
		}
		return canary()
	}},
	{name: "behind the text", into: func(field, text string, canary func() string) string {
		if words.MatchString(field) || toolNames.MatchString(field) {
			return text
		}
		return text + " " + canary()
	}},
	{name: "cut off", into: func(_, _ string, canary func() string) string { return canary() + " was said" }, cut: true},
	{name: "fields", into: func(_, text string, _ func() string) string { return text }, fields: true},
}

// garden is where canaries are.
type garden struct {
	planting
	t        *testing.T
	metadata map[string]bool
	// planted says where each canary is.
	planted []string
}

func newGarden(t *testing.T, how planting) *garden {
	t.Helper()
	list, err := os.ReadFile("testdata/metadata-keys.txt")
	require.NoError(t, err)
	g := &garden{planting: how, t: t, metadata: map[string]bool{}}
	for _, key := range strings.Fields(string(list)) {
		g.metadata[key] = true
	}
	return g
}

var (
	index   = regexp.MustCompile(`\.[0-9]+(\.|$)`)
	canary  = regexp.MustCompile(`zq([0-9]+)vx`)
	isFault = regexp.MustCompile(`error|exception|status_message`)
)

// left returns the places of the canaries that are anywhere in a text.
func (g *garden) left(text string) []string {
	g.t.Helper()
	found := map[string]bool{}
	var places []string
	for _, match := range canary.FindAllStringSubmatch(text, -1) {
		n, err := strconv.Atoi(match[1])
		require.NoError(g.t, err)
		if place := g.planted[n]; !found[match[1]] {
			found[match[1]] = true
			places = append(places, place)
		}
	}
	return places
}

// places are the names of the places in which canaries are, without the indices of messages.
func (g *garden) places() []string {
	var places []string
	for _, place := range g.planted {
		places = append(places, index.ReplaceAllString(place, ".N$1"))
	}
	slices.Sort(places)
	return slices.Compact(places)
}

func (g *garden) canary(place string) string {
	g.planted = append(g.planted, place)
	return fmt.Sprintf("zq%dvx", len(g.planted)-1)
}

func (g *garden) plant(traces ptrace.Traces) {
	for _, resource := range traces.ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				g.plantSpan(span)
				g.copyContent(span, "resource", resource.Resource().Attributes())
				g.copyContent(span, "scope", scope.Scope().Attributes())
			}
		}
	}
}

func (g *garden) plantSpan(span ptrace.Span) {
	first := len(g.planted) == 0
	g.attributes("span", span.Attributes())
	for _, event := range span.Events().All() {
		g.attributes(event.Name(), event.Attributes())
	}
	for _, key := range contentKeys {
		if _, ok := span.Attributes().Get(key); !ok && first {
			g.put("span", key, span.Attributes())
		}
	}
	event := span.Events().AppendEmpty()
	event.SetName("an event")
	g.copyContent(span, "event", event.Attributes())
	g.copyContent(span, "link", span.Links().AppendEmpty().Attributes())
	span.Status().SetCode(ptrace.StatusCodeError)
	span.Status().SetMessage("429 rate limit exceeded: " + g.canary("status"))
	exception := span.Events().AppendEmpty()
	exception.SetName("exception")
	for _, key := range []string{"exception.type", "exception.message", "exception.stacktrace"} {
		g.put("exception", key, exception.Attributes())
	}
}

// put plants a text under a key.
func (g *garden) put(place, key string, attributes pcommon.Map) {
	text := "Rate limit exceeded: " + g.canary(place+" "+key)
	if !isFault.MatchString(key) {
		text = `[{"role":"user","content":"` + text + `"}]`
	}
	attributes.PutStr(key, text)
}

// copyContent plants what a span has, if no other span has done so before.
func (g *garden) copyContent(span ptrace.Span, place string, to pcommon.Map) {
	var keys []string
	if _, ok := span.Attributes().Get(contentKeys[0]); ok {
		keys = contentKeys
	}
	for key, v := range span.Attributes().All() {
		if v.Type() == pcommon.ValueTypeStr && canary.MatchString(v.Str()) && !onSpansOnly[key] {
			keys = append(keys, key)
		}
	}
	for _, key := range keys {
		if _, ok := to.Get(key); !ok {
			g.put(place, key, to)
		}
	}
}

// onSpansOnly are names that hold content beside others of the same span, and anything anywhere else.
var onSpansOnly = map[string]bool{"input": true, "output": true, "body": true, "args": true, "result": true}

func (g *garden) attributes(place string, attributes pcommon.Map) {
	for key, v := range attributes.All() {
		if (place == "span" || place == "log") && g.metadata[index.ReplaceAllString(key, ".N$1")] {
			continue
		}
		g.value(place+" "+key, v)
	}
}

func (g *garden) value(place string, v pcommon.Value) {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		v.SetStr(g.text(place, v.Str()))
	case pcommon.ValueTypeSlice:
		for _, element := range v.Slice().All() {
			g.value(place, element)
		}
	case pcommon.ValueTypeMap:
		for key, field := range v.Map().All() {
			g.value(place+" "+key, field)
		}
	}
}

// text plants into a text, or into all texts of a document.
func (g *garden) text(place, text string) string {
	var tree any
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.UseNumber()
	if err := decoder.Decode(&tree); err != nil || decoder.More() || !isDocument(tree) {
		return g.into(lastWord(place), text, func() string { return g.canary(place) })
	}
	planted, err := json.Marshal(g.tree(place, tree))
	require.NoError(g.t, err)
	if g.cut {
		planted = planted[:len(planted)-1]
	}
	return string(planted)
}

func isDocument(tree any) bool {
	switch tree.(type) {
	case map[string]any, []any:
		return true
	}
	return false
}

func lastWord(place string) string {
	return place[strings.LastIndexAny(place, " .")+1:]
}

func (g *garden) tree(place string, tree any) any {
	switch tree := tree.(type) {
	case map[string]any:
		for key, value := range tree {
			tree[key] = g.tree(place+" "+key, value)
		}
		if g.fields {
			tree[g.canary(place+" a field")] = 1
		}
	case []any:
		for i := range tree {
			tree[i] = g.tree(place, tree[i])
		}
	case string:
		return g.text(place, tree)
	}
	return tree
}
