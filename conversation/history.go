package conversation

import (
	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Prefix recognises the beginning of a list of messages that was read before: clients send what was said so far with
// each call. It holds no text and is of use in the process that made it. The zero value is none.
type Prefix struct {
	// Size is how many bytes it has, up to the end of its last message.
	Size int
	// Hash is that of all its bytes, Tail that of the last ones.
	Hash, Tail uint64
	// Messages is how many messages it gave.
	Messages int
}

// Reading is what was read of a span's messages.
type Reading struct {
	// Messages are in the order in which they were said. The slice is the reader's own until its next call; the texts are
	// the span's.
	Messages []signals.Message
	// Known is the index of the prefix that was recognised, whose messages come before these and were not read again; -1 is
	// none.
	Known int
	// List is the whole list with which the conversation begins; its Size is 0 where it does not begin with one.
	List Prefix
	// MayFollow is true where the call may hold only what follows an earlier answer, and the span does not tell.
	MayFollow bool
	// Whole is false where messages were left out for the limits.
	Whole    bool
	Problems *Problems
}

// Resume reads the messages that Scan found, from behind one of the prefixes where the list of messages begins with
// it.
func (r *Reader) Resume(f *Facts, known []Prefix) Reading {
	b := &r.builder
	b.first.known = known
	messages, problems := r.Messages(f)
	b.first.known = nil
	return Reading{
		Messages: messages, Known: b.first.recognised, List: b.first.list, MayFollow: b.mayFollow, Whole: !b.full, Problems: problems,
	}
}

// listReader is what a builder knows of the list of messages with which a conversation begins.
type listReader struct {
	known      []Prefix
	recognised int // among the known ones, or -1
	list       Prefix
	lists      int
}

// readList reads a JSON list of messages; element reads one of them. What the first list of a span has in common with one
// that is known is passed over.
func (b *builder) readList(r *jsonread.Reader, element func() error) error {
	h := &b.first
	if h.lists++; h.lists > 1 || len(b.messages) > 0 {
		return r.Array(element)
	}
	end, before := 0, 0
	each := func() error {
		err := element()
		if err == nil {
			end = r.Offset()
		}
		return err
	}
	text := r.Whole()
	var hash textHash
	var err error
	if h.recognised = recognise(text, h.known, &hash); h.recognised < 0 {
		err = r.Array(each)
	} else {
		end, before = h.known[h.recognised].Size, h.known[h.recognised].Messages
		err = r.ArrayFrom(end, each)
	}
	if err == nil && end > 0 {
		h.list = Prefix{Size: end, Messages: before + len(b.messages), Hash: hash.upTo(text, end), Tail: tailOf(text[:end])}
	}
	return err
}

// recognise returns the index of the longest prefix that a text has and goes on behind, with its hash, or -1.
func recognise(text string, known []Prefix, hash *textHash) int {
	for size := len(text); ; {
		best := -1
		for i := range known {
			if p := &known[i]; p.Size > 0 && p.Size < size && (best < 0 || p.Size > known[best].Size) {
				best = i
			}
		}
		if best < 0 {
			*hash = textHash{}
			return best
		}
		p := &known[best]
		if size = p.Size; tailOf(text[:size]) != p.Tail {
			continue
		}
		*hash = textHash{}
		if hash.upTo(text, size) == p.Hash {
			return best
		}
	}
}
