package conversation

import (
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/internal/value"
)

// spend takes a text out of the span's budget of bytes; of one that is too long its beginning is left.
func (b *builder) spend(text string) string {
	if len(text) > b.bytes {
		b.overflow()
		text = text[:b.bytes]
	}
	b.bytes -= len(text)
	return text
}

// overflow notes, once for a span, that not all is read.
func (b *builder) overflow() {
	if !b.full {
		b.problems.add(TooLarge)
	}
	b.full = true
}

// text returns the text of a value, what is no string as JSON.
func (b *builder) text(v pcommon.Value) string {
	if v.Type() == pcommon.ValueTypeStr {
		return v.Str()
	}
	w := value.JSON{MaxBytes: maxStructured, HeaderOnly: isBinary}
	var text string
	var cut value.Cut
	switch v.Type() {
	case pcommon.ValueTypeMap, pcommon.ValueTypeSlice:
		text, cut = w.Text(v)
	default:
		text, cut = value.Text(v, b.bytes)
	}
	switch cut {
	case value.CutLong:
		b.problems.add(TooLarge)
	case value.CutDeep:
		b.problems.add(DeepJSON)
	case value.Whole:
	}
	return text
}

// maxStructured bounds the JSON of one structured message, without its images and files.
const maxStructured = 16 << 20

// textAt returns the text of the first of some attributes that has one, a structured value as JSON.
func (b *builder) textAt(attributes pcommon.Map, keys ...string) string {
	for _, key := range keys {
		v, ok := attributes.Get(key)
		if !ok {
			continue
		}
		switch v.Type() {
		case pcommon.ValueTypeStr, pcommon.ValueTypeMap, pcommon.ValueTypeSlice:
			if text := b.text(v); text != "" {
				return text
			}
		case pcommon.ValueTypeEmpty:
		default:
			b.problems.add(WrongType)
		}
	}
	return ""
}

// newestFirst reads content that is larger than the budget of bytes, or of unknown size: read is called with n-1 down to
// 0 and reads one message, or several, and stops when the budget is spent. What is no text that
// is analysed costs nothing. A message that fits in part keeps its beginning.
func (b *builder) newestFirst(n int, read func(i int)) {
	for i := n - 1; i >= 0 && !b.full; i-- {
		start := len(b.messages)
		read(i)
		b.spendMessages(start)
		slices.Reverse(b.messages[start:])
	}
}

// readSides reads the sides of a conversation, size bytes together, in their order. Where they do not fit into the budget it
// begins with the last one and tells each to read the newest messages first.
func (b *builder) readSides(size int, sides ...func(newest bool)) {
	if size <= b.bytes {
		for i, read := range sides {
			b.answering = i > 0 && i == len(sides)-1
			read(false)
		}
	} else {
		b.reversed = true
		for i, read := range slices.Backward(sides) {
			b.answering = i > 0 && i == len(sides)-1
			read(true)
		}
		slices.Reverse(b.messages)
	}
	b.answering = false
}

// readOne reads what is one message, or few.
func (b *builder) readOne(newest bool, read func()) {
	if newest {
		b.newestFirst(1, func(int) { read() })
		return
	}
	read()
}

// spendMessages pays for the messages from start on, the newest first, and drops those that do not fit.
func (b *builder) spendMessages(start int) {
	for i := len(b.messages) - 1; i >= start; i-- {
		if b.bytes == 0 {
			b.overflow()
			b.messages = slices.Delete(b.messages, start, i+1)
			if b.answering {
				b.answers = max(b.answers-(i+1-start), 0)
			}
			return
		}
		m := &b.messages[i]
		m.Tool, m.CallID = b.spend(m.Tool), b.spend(m.CallID)
		m.Text, m.Arguments = b.spend(m.Text), b.spend(m.Arguments)
	}
}

// maxElements is how many messages of one text are looked for; the analysis looks at the last hundred.
const maxElements = 1 << 14

// readNewest reads the messages of a JSON text, the newest first.
func (b *builder) readNewest(text string) {
	elements, more, err := lastElements(text)
	if err != nil {
		b.problems.addError(err)
	}
	b.newestFirst(len(elements), func(i int) {
		b.json.Reset(elements[i])
		if err := b.readMessage(&b.json); err != nil {
			b.problems.addError(err)
		}
	})
	if more {
		b.overflow()
	}
}

// lastElements returns the last elements of an array as they stand, or the one value that is no array; more is
// true where others stand before them. An element that is cut off is the last one and no error here.
func lastElements(text string) (elements []string, more bool, err error) {
	r := jsonread.New(text)
	if kind, _ := r.Kind(); kind != jsonread.Array {
		return []string{text}, false, nil
	}
	oldest, cutInside := 0, false
	err = r.Array(func() error {
		raw, err := r.Raw()
		switch {
		case raw == "":
			return err
		case len(elements) < maxElements:
			elements = append(elements, raw)
		default:
			elements[oldest] = raw
			oldest, more = (oldest+1)%maxElements, true
		}
		cutInside = err != nil
		return err
	})
	if cutInside {
		err = nil
	}
	return slices.Concat(elements[oldest:], elements[:oldest]), more, err
}

// binaryParts are the types of parts that hold no text.
var binaryParts = map[string]bool{
	"image": true, "image_url": true, "input_image": true, "image-data": true, "image-url": true,
	"audio": true, "input_audio": true, "output_audio": true, "video": true, "video_url": true,
	"file": true, "input_file": true, "file-data": true, "document": true, "blob": true, "media": true, "uri": true,
}

// isBinary tells the parts whose data is of no use here.
func isBinary(m pcommon.Map) bool {
	typ, ok := m.Get("type")
	if ok && typ.Type() == pcommon.ValueTypeStr {
		return binaryParts[typ.Str()]
	}
	_, mime := m.Get("mimeType")
	_, data := m.Get("data")
	return mime && data
}
