package conversation

import (
	"math"
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
)

// valueForm is the form of an attribute's value.
type valueForm uint8

const (
	formText valueForm = iota
	formCount
	formNumber
	formFlag
	formTexts
	formReasons
	formOperation
	formProvider
	formContent
	formInstructions
	formTools
	formMessages
)

// mayHold tells whether a text that stood within what was said may be written in this form: where no content is
// expected, none gets.
func (form valueForm) mayHold(text string) bool {
	switch form {
	case formText:
		return false
	case formReasons:
		return formFinishReason.accepts(text)
	case formOperation:
		return operations[text] != ""
	case formProvider:
		return providers[strings.ToLower(text)] != ""
	default:
		return true
	}
}

// put writes a text, plain or as a JSON string, in a form; ok is false for one that is not of it.
func (b *builder) put(form valueForm, text string, to pcommon.Value) (ok bool) {
	text = unquoted(text)
	switch form {
	case formCount:
		n, ok := countOf(text)
		to.SetInt(n)
		return ok
	case formNumber:
		d, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		to.SetDouble(d)
		return err == nil && !math.IsNaN(d) && !math.IsInf(d, 0)
	case formFlag:
		is, err := strconv.ParseBool(text)
		to.SetBool(is)
		return err == nil
	case formTexts, formReasons:
		texts := to.SetEmptySlice()
		for _, text := range textsOf(text) {
			texts.AppendEmpty().SetStr(text)
		}
		return texts.Len() > 0
	case formOperation:
		to.SetStr(operations[strings.ToLower(text)])
		return to.Str() != ""
	case formProvider:
		to.SetStr(providerOf(text))
		return !frameworks[text]
	case formContent:
		if joined, ok := textOfParts(text); ok {
			text = joined
		}
		to.SetStr(text)
	case formTools:
		list, ok := toolList(text, !b.hidesNames)
		to.SetStr(list)
		return ok
	case formInstructions:
		to.SetStr(string(appendInstructions(nil, b.instructionTexts(text))))
	default:
		to.SetStr(text)
	}
	return true
}

// correct writes what stands under a name of the conventions in the form that they demand, if it can be read so.
func (b *builder) correct(form valueForm, v pcommon.Value) {
	var text string
	switch {
	case form == formMessages:
		return
	case v.Type() == pcommon.ValueTypeStr && form != formText && form != formContent:
		text = v.Str()
	case v.Type() == pcommon.ValueTypeDouble && form == formCount:
		text = v.AsString()
	default:
		return
	}
	if text == "" || form == formInstructions && isPartList(text) || form == formTools && isToolList(text) {
		return
	}
	right := pcommon.NewValueEmpty()
	if b.put(form, text, right) {
		right.MoveTo(v)
	}
}

func countOf(text string) (int64, bool) {
	text = strings.TrimSpace(text)
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, n >= 0
	}
	d, err := strconv.ParseFloat(text, 64)
	return int64(d), err == nil && d == math.Trunc(d) && 0 <= d && d < math.MaxInt64
}

// textsOf returns the texts of a JSON array, or the one text that is none.
func textsOf(text string) []string {
	r := jsonread.New(text)
	if kind, _ := r.Kind(); kind == jsonread.Array {
		var texts []string
		err := r.Array(func() error {
			text, err := r.Text()
			texts = append(texts, text)
			return err
		})
		if err == nil && r.AtEnd() {
			return texts
		}
	}
	return []string{text}
}

// appendTexts appends texts as a JSON array.
func appendTexts(to []byte, texts []string) []byte {
	to = append(to, '[')
	for i, text := range texts {
		if i > 0 {
			to = append(to, ',')
		}
		to = jsonread.AppendQuote(to, text)
	}
	return append(to, ']')
}

// frameworks are what some senders name in place of a provider.
var frameworks = setOf("langchain", "langgraph", "llamaindex", "vercel", "mastra")

// unquoted returns the text of a JSON string, and anything else as it stands.
func unquoted(text string) string {
	if !strings.HasPrefix(text, `"`) {
		return text
	}
	r := jsonread.New(text)
	if plain, err := r.Text(); err == nil && r.AtEnd() {
		return plain
	}
	return text
}

// providerOf returns the conventions' name of a provider, of one that they have none for its own. Vercel's AI SDK puts
// the API behind it, openai.chat.
func providerOf(name string) string {
	key := strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(name))
	for key != "" {
		if known := providers[key]; known != "" {
			return known
		}
		key = key[:max(strings.LastIndexByte(key, '.'), 0)]
	}
	return name
}

// instructionTexts returns the texts of instructions: plain, as a JSON string, or in one of the shapes of messages.
func (b *builder) instructionTexts(text string) []string {
	d := &b.draft
	d.reset()
	switch begin := strings.TrimLeft(text, jsonSpace); {
	case strings.HasPrefix(begin, "["):
		b.addJSONOrText(text, b.readContent)
	case strings.HasPrefix(begin, "{"):
		b.addJSONOrText(text, func(r *jsonread.Reader) error { return b.readFields(r, new(item)) })
	}
	var texts []string
	for i := range d.parts {
		if d.parts[i].kind == partText {
			texts = append(texts, d.parts[i].text)
		}
	}
	if len(texts) == 0 {
		return []string{text}
	}
	return texts
}
