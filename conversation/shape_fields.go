package conversation

import "strings"

// place is a field of the JSON object in an attribute.
type place struct {
	key, field string
}

// readPlaces reads the messages of a request, then the one of its response. It is no problem that an object lacks the
// field.
func (b *builder) readPlaces(f *Facts, request, response place) {
	asked, answered := b.atPlace(f, request), b.atPlace(f, response)
	b.readSides(len(asked)+len(answered),
		func(newest bool) {
			if newest && asked != "" {
				b.readNewest(asked)
			} else {
				b.readMessagesIfAny(asked)
			}
		},
		func(newest bool) { b.readOne(newest, func() { b.readMessagesIfAny(answered) }) })
}

// atPlace returns a field as it stands, of one that is cut off what stands before the cut; it is empty where a text has
// no such field.
func (b *builder) atPlace(f *Facts, p place) string {
	text := b.textAt(f.span.Attributes(), p.key)
	if !strings.HasPrefix(strings.TrimLeft(text, jsonSpace), "{") {
		return ""
	}
	_, field, err := fieldOf(text, []string{p.field})
	if err != nil && field == "" {
		b.problems.addError(err)
	}
	return field
}

func (b *builder) readMessagesIfAny(text string) {
	if text != "" {
		b.readMessages(text)
	}
}
