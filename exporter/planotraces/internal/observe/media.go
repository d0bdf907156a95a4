package observe

import (
	"cmp"
	"encoding/base64"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// mediaTypes are the types of parts that hold no text, and what they are called where nothing tells the MIME type.
var mediaTypes = map[string]string{
	"image": "image", "image_url": "image", "input_image": "image", "image-data": "image", "image-url": "image",
	"audio": "audio", "input_audio": "audio", "output_audio": "audio",
	"video": "video", "video_url": "video",
	"file": "file", "input_file": "file", "file-data": "file", "document": "file", "blob": "file", "media": "file", "uri": "file",
}

// maxType is the length in bytes of a MIME type.
const maxType = 100

// part is what the fields of an element of a message say.
type part struct {
	typ, mime, text string
	bytes           int
	media           bool
}

// partOf reads one element of a message: an image or a file, or a text; neither for anything else.
func partOf(raw string) (media *traceapi.Attachment, text string) {
	if !strings.HasPrefix(raw, "{") {
		return nil, ""
	}
	var p part
	p.read(raw, 0)
	kind := mediaTypes[p.typ]
	if kind == "" && !p.media {
		return nil, p.text
	}
	kind = cmp.Or(kind, "file")
	return &traceapi.Attachment{Type: line(cmp.Or(p.mime, kind), maxType), Bytes: p.bytes}, ""
}

// maxPartDepth is how deep the data stands in a part, {"type": "image", "source": {"data": …}}.
const maxPartDepth = 2

// read reads the fields of a part in the shapes of OpenAI, Anthropic, Gemini, Genkit, Vercel and OpenTelemetry.
func (p *part) read(raw string, depth int) {
	r := jsonread.New(raw)
	_ = r.Object(func(key string) error { // what stands before a mistake has been read
		kind, err := r.Kind()
		if err != nil {
			return err
		}
		if kind != jsonread.String {
			nested, err := r.Raw()
			if kind == jsonread.Object && depth < maxPartDepth {
				p.media = p.media || key == "media" || key == "inlineData" || key == "inline_data" || key == "fileData"
				p.read(nested, depth+1)
			}
			return err
		}
		text, err := r.Text()
		p.field(key, text, depth)
		return err
	})
}

func (p *part) field(key, text string, depth int) {
	switch key {
	case "type":
		if depth == 0 {
			p.typ = text
		}
	case "media_type", "mime_type", "mimeType", "mediaType", "contentType", "format":
		if strings.Contains(text, "/") {
			p.mime = text
		}
	case "text":
		p.text = text
	case "content":
		p.text = text
		p.data(text)
	case "data", "url", "image", "image_url", "file_data", "bytes", "audio", "file":
		p.data(text)
	}
}

// data tells the size of base64 text, and the type where it is a data URL or Langfuse's place for one.
func (p *part) data(text string) {
	if rest, ok := strings.CutPrefix(text, "data:"); ok {
		mime, data, _ := strings.Cut(rest[:min(len(rest), maxType)], ";base64,")
		if mime != "" && data != "" {
			p.mime = cmp.Or(p.mime, mime)
			text = rest[len(mime)+len(";base64,"):]
		}
	} else if rest, ok := strings.CutPrefix(text, "@@@langfuseMedia:type="); ok {
		mime, _, _ := strings.Cut(rest[:min(len(rest), maxType)], "|")
		p.mime = cmp.Or(p.mime, mime)
		return
	}
	if strings.Contains(text[:min(len(text), maxType)], "://") {
		return
	}
	p.bytes = max(0, base64.StdEncoding.DecodedLen(len(text))-strings.Count(text[max(0, len(text)-2):], "="))
}
