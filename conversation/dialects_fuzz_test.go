package conversation

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func FuzzSentry(f *testing.F)           { fuzzDialect(f, &sentry) }
func FuzzGenAI(f *testing.F)            { fuzzDialect(f, &genAI) }
func FuzzOpenLLMetry(f *testing.F)      { fuzzDialect(f, &openLLMetry) }
func FuzzGenAIEvents(f *testing.F)      { fuzzDialect(f, &genAIEvents) }
func FuzzOpenInference(f *testing.F)    { fuzzDialect(f, &openInference) }
func FuzzLangfuse(f *testing.F)         { fuzzDialect(f, &langfuse) }
func FuzzVercelAI(f *testing.F)         { fuzzDialect(f, &vercelAI) }
func FuzzTrueFoundry(f *testing.F)      { fuzzDialect(f, &trueFoundry) }
func FuzzLangSmith(f *testing.F)        { fuzzDialect(f, &langSmith) }
func FuzzGenAIPrompt(f *testing.F)      { fuzzDialect(f, &genAIPrompt) }
func FuzzMLflow(f *testing.F)           { fuzzDialect(f, &mlflow) }
func FuzzPlano(f *testing.F)            { fuzzDialect(f, &plano) }
func FuzzGoogleADK(f *testing.F)        { fuzzDialect(f, &googleADK) }
func FuzzGenkit(f *testing.F)           { fuzzDialect(f, &genkit) }
func FuzzMastra(f *testing.F)           { fuzzDialect(f, &mastra) }
func FuzzMastraUnprefixed(f *testing.F) { fuzzDialect(f, &mastraUnprefixed) }
func FuzzStrands(f *testing.F)          { fuzzDialect(f, &strands) }
func FuzzUnlisted(f *testing.F) {
	fuzzDialect(f, &dialect{content: []content{{key: "acme.in"}, {key: "acme.out"}}})
}
func FuzzMCP(f *testing.F) { fuzzDialect(f, &mcp) }

var variables = regexp.MustCompile(`(?m)^\t&(\w+),$`)

// TestEveryDialectIsFuzzed finds each dialect's variable in a target above.
func TestEveryDialectIsFuzzed(t *testing.T) {
	targets, err := os.ReadFile("dialects_fuzz_test.go")
	require.NoError(t, err)
	table, err := os.ReadFile("dialects.go")
	require.NoError(t, err)
	names := variables.FindAllSubmatch(table, -1)
	require.Len(t, names, len(dialects))
	for _, name := range names {
		assert.Contains(t, string(targets), "fuzzDialect(f, &"+string(name[1])+")")
	}
}
