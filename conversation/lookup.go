package conversation

import (
	"cmp"
	"slices"
	"strings"
)

// lookup finds what is known of a name: of exactly this one, or of those that begin like it. Nearly
// all names of nearly all spans are unknown; that costs no comparison.
type lookup[T any] struct {
	// exact holds names by a hash.
	exact [1 << lookupBits]*exactName[T]
	// prefixes are the beginnings of names by their first byte, the longest first; starts are
	// their places, from 1.
	starts   [256]uint8
	prefixes [][]prefixName[T]
}

const lookupBits = 10

type exactName[T any] struct {
	name  string
	known *T
	next  *exactName[T]
}

type prefixName[T any] struct {
	text  string
	known *T
}

// hashName mixes the length and both ends of a name that is not empty.
func hashName(name string) uint {
	return (uint(name[0]) + 7*uint(name[len(name)-1]) + 31*uint(len(name))) % (1 << lookupBits)
}

// mayKnow is false for nearly all names of which nothing is known.
func (l *lookup[T]) mayKnow(name string) bool {
	return name != "" && (l.exact[hashName(name)] != nil || l.starts[name[0]] != 0)
}

// find returns nil for a name of which nothing is known. Of an exact name and a beginning the exact one
// counts, of two beginnings the longer.
func (l *lookup[T]) find(name string) *T {
	if name == "" {
		return nil
	}
	for e := l.exact[hashName(name)]; e != nil; e = e.next {
		if e.name == name {
			return e.known
		}
	}
	if at := l.starts[name[0]]; at != 0 {
		return l.findPrefix(name, at)
	}
	return nil
}

func (l *lookup[T]) findPrefix(name string, at uint8) *T {
	for i := range l.prefixes[at-1] {
		if p := &l.prefixes[at-1][i]; strings.HasPrefix(name, p.text) {
			return p.known
		}
	}
	return nil
}

// declaration adds to what is known of the names that a pattern stands for.
type declaration[T any] struct {
	pattern string
	add     func(*T)
}

// newLookup gathers for each pattern what all the patterns that cover it say.
func newLookup[T any](declared []declaration[T]) *lookup[T] {
	l := &lookup[T]{}
	done := map[string]bool{}
	for _, d := range declared {
		if done[d.pattern] {
			continue
		}
		done[d.pattern] = true
		head, isPrefix := strings.CutSuffix(d.pattern, "*")
		known := new(T)
		for _, other := range declared {
			if matches(other.pattern, head) {
				other.add(known)
			}
		}
		if isPrefix {
			l.addPrefix(prefixName[T]{head, known})
		} else {
			l.addExact(head, known)
		}
	}
	return l
}

// addExact adds what is known of a name that is neither empty nor known yet.
func (l *lookup[T]) addExact(name string, known *T) {
	at := hashName(name)
	l.exact[at] = &exactName[T]{name, known, l.exact[at]}
}

func (l *lookup[T]) addPrefix(p prefixName[T]) {
	at := &l.starts[p.text[0]]
	if *at == 0 {
		l.prefixes = append(l.prefixes, nil)
		*at = uint8(len(l.prefixes))
	}
	same := &l.prefixes[*at-1]
	*same = append(*same, p)
	slices.SortFunc(*same, func(a, b prefixName[T]) int { return cmp.Compare(len(b.text), len(a.text)) })
}
