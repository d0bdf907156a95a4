package model

import "github.com/otelcol-plano/otelcol-plano/internal/wire"

// AppendAttributes appends the binary form of attributes, which ReadAttributes reads.
func AppendAttributes(to []byte, attributes []Attribute) []byte {
	to = wire.AppendInt(to, len(attributes))
	for i := range attributes {
		to = appendAttribute(to, &attributes[i])
	}
	return to
}

func appendAttribute(to []byte, a *Attribute) []byte {
	to = append(wire.AppendText(to, a.Key), byte(a.Value.Type))
	switch a.Value.Type {
	case String, Bytes, Structured:
		return wire.AppendText(to, a.Value.Text)
	case Int, Double:
		return wire.AppendUint64(to, a.Value.Bits)
	case Bool:
		return append(to, byte(a.Value.Bits))
	case Empty:
	}
	return to
}

// minAttribute is how many bytes an attribute has at least: the key's length and the type.
const minAttribute = 2

// ReadAttributes reads what AppendAttributes appended. Where it can't, the reader has failed.
func ReadAttributes(from *wire.Reader) []Attribute {
	n := from.Count(minAttribute)
	if n == 0 {
		return nil
	}
	attributes := make([]Attribute, n)
	for i := range attributes {
		attributes[i].Key = from.Text()
		v := &attributes[i].Value
		v.Type = Type(from.Byte(byte(Structured)))
		switch v.Type {
		case String, Bytes, Structured:
			v.Text = from.Text()
		case Int, Double:
			v.Bits = from.Uint64()
		case Bool:
			v.Bits = uint64(from.Byte(1))
		case Empty:
		}
	}
	return attributes
}
