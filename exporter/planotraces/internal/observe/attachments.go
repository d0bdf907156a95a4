package observe

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/value"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

const (
	// maxMediaJSON is how many bytes of one attribute are looked through for images and files.
	maxMediaJSON = 16 << 20
	// maxMediaDepth is how deep messages stand in a request, JSON within JSON counted.
	maxMediaDepth = 12
	// maxAttachments bounds those of a span.
	maxAttachments = 256
)

// mediaWords are of JSON without which it holds no image or file.
var mediaWords = [...]string{"image", "media", "blob", "file", "audio", "document", "video"}

// Attachments finds the images and files of a span's messages, by the index of the message that [Observe] read of it. An
// image that stands in a message without any text is no message's.
func Attachments(span ptrace.Span, messages []signals.Message) map[int][]traceapi.Attachment {
	a := attachments{messages: messages}
	for _, v := range span.Attributes().All() {
		a.value(v)
	}
	for _, event := range span.Events().All() {
		for _, v := range event.Attributes().All() {
			a.value(v)
		}
	}
	return a.found
}

// attachments looks for arrays of parts of which one is an image or a file, and for the messages with the texts beside it.
type attachments struct {
	messages []signals.Message
	found    map[int][]traceapi.Attachment
	count    int
	// next is the message from which on the next one of an attribute is looked for.
	next int
}

func (a *attachments) value(v pcommon.Value) {
	switch v.Type() {
	case pcommon.ValueTypeStr, pcommon.ValueTypeMap, pcommon.ValueTypeSlice:
	default:
		return
	}
	text, _ := value.Text(v, maxMediaJSON)
	if mayHoldMedia(text) {
		a.next = 0
		a.look(text, 0)
	}
}

func mayHoldMedia(text string) bool {
	for _, word := range mediaWords {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// look goes through JSON; what follows a mistake in it is not looked at.
func (a *attachments) look(text string, depth int) {
	text = strings.TrimSpace(text)
	if depth > maxMediaDepth || a.count >= maxAttachments || text == "" {
		return
	}
	r := jsonread.New(text)
	switch text[0] {
	case '"':
		if inner, err := r.Text(); err == nil && mayHoldMedia(inner) && strings.ContainsAny(inner[:1], "[{") {
			a.look(inner, depth+1)
		}
	case '{':
		_ = r.Object(func(string) error { // it ends there
			raw, err := r.Raw()
			a.lookNested(raw, depth)
			return err
		})
	case '[':
		a.array(text, depth)
	}
}

func (a *attachments) lookNested(raw string, depth int) {
	if raw != "" && strings.ContainsRune(`[{"`, rune(raw[0])) && mayHoldMedia(raw) {
		a.look(raw, depth+1)
	}
}

// array takes an array for parts of one message, and looks into it where it is none.
func (a *attachments) array(text string, depth int) {
	var texts []string
	var media []traceapi.Attachment
	var others []string
	r := jsonread.New(text)
	_ = r.Array(func() error { // it ends there
		raw, err := r.Raw()
		switch m, said := partOf(raw); {
		case m != nil:
			media = append(media, *m)
		case said != "":
			texts = append(texts, said)
		}
		others = append(others, raw)
		return err
	})
	if len(media) > 0 {
		a.add(strings.Join(texts, "\n"), media)
		return
	}
	for _, raw := range others {
		a.lookNested(raw, depth)
	}
}

func (a *attachments) add(text string, media []traceapi.Attachment) {
	if text == "" {
		return
	}
	for i := a.next; i < len(a.messages); i++ {
		if a.messages[i].Text != text {
			continue
		}
		a.next = i + 1
		if a.found == nil {
			a.found = map[int][]traceapi.Attachment{}
		}
		if media = media[:min(len(media), maxAttachments-a.count)]; a.found[i] == nil {
			a.found[i] = media
			a.count += len(media)
		}
		return
	}
}
