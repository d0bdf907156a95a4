package server

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// answers are the types that a description's schemas are named after.
var answers = []any{
	problem{},
	traceapi.Change{},
	traceapi.ConversationPage{},
	traceapi.ConversationSummary{},
	traceapi.SignalCount{},
	traceapi.Tokens{},
	traceapi.Waste{},
	traceapi.Conversation{},
	traceapi.Contribution{},
	traceapi.Finding{},
	traceapi.Loop{},
	traceapi.ToolDefinition{},
	traceapi.MessagePage{},
	traceapi.Message{},
	traceapi.Attachment{},
	traceapi.TracePage{},
	traceapi.TraceSummary{},
	traceapi.Trace{},
	traceapi.Span{},
	traceapi.Attribute{},
	traceapi.Value{},
	traceapi.Event{},
	traceapi.Link{},
	traceapi.IssuePage{},
	traceapi.Issue{},
	traceapi.IssueExample{},
	traceapi.Trends{},
	traceapi.Trend{},
	traceapi.Suggestion{},
	traceapi.Status{},
}

// TestSchemasHaveEveryField holds the description against the types, fields that an answer leaves out included.
func TestSchemasHaveEveryField(t *testing.T) {
	document, _ := described(t)
	var names []string
	for _, answer := range answers {
		kind := reflect.TypeOf(answer)
		name := strings.ToUpper(kind.Name()[:1]) + kind.Name()[1:]
		names = append(names, name)
		require.Contains(t, document.Components.Schemas, name)
		assert.ElementsMatch(t, fieldsOf(kind), propertiesOf(document.Components.Schemas[name].Value), name)
	}
	assert.ElementsMatch(t, append(names, "Time", "Quality"), slices.Collect(maps.Keys(document.Components.Schemas)))
}

func fieldsOf(kind reflect.Type) []string {
	var names []string
	for i := range kind.NumField() {
		field := kind.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case field.Anonymous:
			names = append(names, fieldsOf(field.Type)...)
		case strings.Contains(options, "omitempty"):
			names = append(names, name)
		default:
			names = append(names, name+" required")
		}
	}
	return names
}

func propertiesOf(schema *openapi3.Schema) []string {
	var names []string
	for _, part := range schema.AllOf {
		names = append(names, propertiesOf(part.Value)...)
	}
	for name := range schema.Properties {
		if slices.Contains(schema.Required, name) {
			name += " required"
		}
		names = append(names, name)
	}
	return names
}
