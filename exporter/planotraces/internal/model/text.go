package model

import (
	"encoding/base64"
	"math"
	"strconv"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/value"
)

// AppendText appends the value's text: a number in decimal digits, a double in as few as tell it from others, bytes in base64, lists
// and maps as JSON.
func (v *Value) AppendText(to []byte) []byte {
	switch v.Type {
	case String:
		return append(to, v.Text...)
	case Int:
		return strconv.AppendInt(to, int64(v.Bits), 10)
	case Double:
		return strconv.AppendFloat(to, math.Float64frombits(v.Bits), 'g', -1, 64)
	case Bool:
		return strconv.AppendBool(to, v.Bits != 0)
	case Bytes:
		return base64.StdEncoding.AppendEncode(to, []byte(v.Text))
	case Structured:
		return append(to, v.json()...)
	default:
		return to
	}
}

// ValueText is AppendText as a string, that of a String itself.
func (v *Value) ValueText() string {
	if v.Type == String {
		return v.Text
	}
	return string(v.AppendText(nil))
}

// json is not more than a few times as long as the value: six characters for a byte, with its quotes and commas.
func (v *Value) json() string {
	to := pcommon.NewValueEmpty()
	v.CopyTo(to)
	text, _ := value.Text(to, 16*len(v.Text)+64)
	return text
}

// StatusText is the status code as traceapi has it: "ok", "error", and "" for one that is not set.
func (s *Span) StatusText() string {
	switch s.StatusCode {
	case statusOK:
		return "ok"
	case statusError:
		return "error"
	default:
		return ""
	}
}

// KindText is OTLP's kind in lower case, "" for one that is not set.
func (s *Span) KindText() string {
	if int(s.Kind) < len(kinds) {
		return kinds[s.Kind]
	}
	return ""
}

const (
	statusOK    = 1
	statusError = 2
)

var kinds = [...]string{"", "internal", "server", "client", "producer", "consumer"}
