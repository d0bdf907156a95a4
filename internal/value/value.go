// Package value reads the values of attributes that come from outside. What it returns is bounded, and so is
// what it costs: a sender may nest values as deep, and make them as large, as a request holds.
package value

import (
	"encoding/base64"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// MaxDepth is how many maps and slices are entered one inside the other.
const MaxDepth = 64

// TooDeep stands for what is nested deeper than [MaxDepth].
const TooDeep = "[nested too deeply]"

// Cut says what is missing of a text; Whole is nothing.
type Cut uint8

// The reasons why something is missing.
const (
	Whole Cut = iota
	// CutLong is a text that is longer than asked for; its beginning is there.
	CutLong
	// CutDeep is a value that holds [TooDeep].
	CutDeep
)

// Scalar returns the text of a string, a number or a boolean, and nothing for any other value.
func Scalar(v pcommon.Value) string {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		return v.Str()
	case pcommon.ValueTypeInt, pcommon.ValueTypeDouble, pcommon.ValueTypeBool:
		return v.AsString()
	}
	return ""
}

// Text returns at most maxBytes of a value's text: a scalar as [Scalar] has it, bytes in base64, a map or a slice
// as JSON.
func Text(v pcommon.Value, maxBytes int) (string, Cut) {
	switch v.Type() {
	case pcommon.ValueTypeMap, pcommon.ValueTypeSlice:
		w := JSON{MaxBytes: maxBytes}
		return w.Text(v)
	case pcommon.ValueTypeBytes:
		return head(encode(v.Bytes(), maxBytes), maxBytes)
	}
	return head(Scalar(v), maxBytes)
}

func head(text string, maxBytes int) (string, Cut) {
	if len(text) > maxBytes {
		return text[:maxBytes], CutLong
	}
	return text, Whole
}

// encode returns bytes in base64, of many not much more than maxBytes.
func encode(bytes pcommon.ByteSlice, maxBytes int) string {
	n := min(bytes.Len(), maxBytes)
	raw := make([]byte, n)
	for i := range raw {
		raw[i] = bytes.At(i)
	}
	return base64.StdEncoding.EncodeToString(raw)
}
