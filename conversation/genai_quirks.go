package conversation

import (
	"errors"
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// itemsInText returns the input of OpenAI's Responses API that OpenLLMetry writes as the one text of one user:
// [{"role":"user","parts":[{"type":"text","content":"[{\"role\":...},{\"type\":\"function_call\",...}]"}]}]; ok is false for any
// other messages, of which it reads no more than the end and the first few bytes.
func itemsInText(messages string) (items string, ok bool) {
	if isWhole := strings.HasSuffix(messages, "]"); isWhole && !strings.HasSuffix(messages, `]"}]}]`) {
		return "", false
	}
	r := jsonread.New(messages)
	users := 0
	err := r.Array(func() error {
		role, parts := "", ""
		err := r.Object(func(key string) error {
			var err error
			switch key {
			case "role":
				role, err = r.TextOrRaw()
			case "parts":
				parts, err = r.Raw()
			default:
				_, err = r.Raw()
			}
			return err
		})
		if role == "system" && err == nil {
			return nil
		}
		if users++; users > 1 || role != signals.RoleUser.String() {
			return jsonread.ErrSyntax
		}
		items = onlyText(parts)
		return err
	})
	if err != nil && !errors.Is(err, jsonread.ErrCut) || !isItemList(items) {
		return "", false
	}
	return items, true
}

// onlyText returns the content of parts that are one text, as far as it goes.
func onlyText(parts string) (text string) {
	r, n := jsonread.New(parts), 0
	_ = r.Array(func() error { // where it is cut off is told of where the text is read
		n++
		return r.Object(func(key string) error {
			var err error
			if key == "content" {
				text, err = r.TextOrRaw()
			} else {
				_, err = r.Raw()
			}
			return err
		})
	})
	if n != 1 {
		return ""
	}
	return text
}

// isItemList tells whether a text is a list of messages and of items that are calls and results, whole or cut off.
func isItemList(text string) bool {
	if !strings.HasPrefix(text, `[{"`) {
		return false
	}
	r := jsonread.New(text)
	err := r.Array(func() error {
		raw, err := r.Raw()
		if err != nil {
			return err
		}
		if field, word, _ := fieldOf(raw, itemMarks); !isItemMark(field, strings.Trim(word, `"`)) {
			return jsonread.ErrSyntax
		}
		return nil
	})
	return errors.Is(err, jsonread.ErrCut) || err == nil && r.AtEnd()
}

// itemMarks are the fields by which messages and items are known.
var itemMarks = []string{"role", "type"}

func isItemMark(field, word string) bool {
	if field == "role" {
		_, _, known := roleOf(word)
		return known
	}
	return kindOfPart(word) != partOther || otherParts[word]
}

// resultsOfUsers makes results of tools of what users say behind an answer without a word: OpenLLMetry writes both for the
// calls and results in the history of LlamaIndex. Where calls stand among the messages they are those of another sender.
// That depends on the whole history, so one that was recognised is read again.
func (b *builder) resultsOfUsers(f *Facts) {
	if !lacksCalls(b.messages) {
		return
	}
	if b.first.recognised >= 0 {
		b.messages, b.problems, b.first = b.messages[:0], Problems{}, listReader{recognised: -1}
		b.answers = 0
		b.readGenAIMessages(f)
	}
	if slices.ContainsFunc(b.messages, func(m signals.Message) bool { return m.Role == signals.RoleToolCall }) {
		return
	}
	b.first.list = Prefix{}
	called := false
	for i := range b.messages {
		m := &b.messages[i]
		switch {
		case m.Role != signals.RoleUser:
			called = isBlank(m)
		case called:
			m.Role = signals.RoleToolResult
		}
	}
}

// lacksCalls tells whether an answer without a word stands among messages and no call behind it.
func lacksCalls(messages []signals.Message) bool {
	for i := range messages {
		if isBlank(&messages[i]) && (i+1 == len(messages) || messages[i+1].Role != signals.RoleToolCall) {
			return true
		}
	}
	return false
}

func isBlank(m *signals.Message) bool { return m.Role == signals.RoleAssistant && m.Text == "" }
