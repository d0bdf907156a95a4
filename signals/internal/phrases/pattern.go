package phrases

import (
	"errors"
	"fmt"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/text"
)

// A pattern is one line of a lexicon file:
//
//	word       the word, in any case, with or without accents and apostrophes
//	word?      the word or nothing
//	(a|b c)    one of the alternatives; (a|b)? makes them optional
//	<name>     one of the words of a class that classes.txt defines
//	_          any one word
//	...        up to three words
//	^ $        at its start or end: the start or end of a sentence
//	^^ $$      the start or end of the message
//
// A match never runs over the end of a sentence.
type node struct {
	kind     nodeKind
	word     string
	children []*node
}

type nodeKind uint8

const (
	nodeWord nodeKind = iota
	nodeAny
	nodeGap
	nodeSequence
	nodeChoice
	nodeOptional
)

// anchors bind a pattern to the ends of a sentence or of the message.
type anchors uint8

const (
	atSentenceStart anchors = 1 << iota
	atSentenceEnd
	atMessageStart
	atMessageEnd
)

const (
	// maxPatternWords bounds what a match may cost.
	maxPatternWords = 24
	maxPatternDepth = 16
	gapWords        = 3
)

type patternParser struct {
	text    string
	pos     int
	depth   int
	classes map[string]*node
	// splitter is shared by all phrases of a lexicon.
	splitter *text.Splitter
}

// parsePattern reads a pattern; classes are the word classes it may name.
func parsePattern(written string, classes map[string]*node, s *text.Splitter) (*node, anchors, error) {
	source, at := cutAnchors(strings.TrimSpace(written))
	p := &patternParser{text: source, classes: classes, splitter: s}
	n, err := p.choice()
	if err == nil && p.pos < len(p.text) {
		err = fmt.Errorf("unexpected %q", p.text[p.pos:])
	}
	if err != nil {
		return nil, 0, err
	}
	shortest, longest := n.length()
	if shortest == 0 {
		return nil, 0, errors.New("matches the empty text")
	}
	if longest > maxPatternWords {
		return nil, 0, fmt.Errorf("may match %d words, more than %d", longest, maxPatternWords)
	}
	if n.opensWithGap() {
		return nil, 0, errors.New("starts with a gap")
	}
	return n, at, nil
}

func cutAnchors(source string) (string, anchors) {
	var at anchors
	if rest, ok := strings.CutPrefix(source, "^^"); ok {
		source, at = rest, at|atMessageStart
	} else if rest, ok := strings.CutPrefix(source, "^"); ok {
		source, at = rest, at|atSentenceStart
	}
	if rest, ok := strings.CutSuffix(source, "$$"); ok {
		source, at = rest, at|atMessageEnd
	} else if rest, ok := strings.CutSuffix(source, "$"); ok {
		source, at = rest, at|atSentenceEnd
	}
	return strings.TrimSpace(source), at
}

// choice reads alternatives up to a closing parenthesis or the end.
func (p *patternParser) choice() (*node, error) {
	if p.depth++; p.depth > maxPatternDepth {
		return nil, fmt.Errorf("nested deeper than %d", maxPatternDepth)
	}
	defer func() { p.depth-- }()
	alternatives := &node{kind: nodeChoice}
	for {
		sequence, err := p.sequence()
		if err != nil {
			return nil, err
		}
		alternatives.children = append(alternatives.children, sequence)
		if p.pos >= len(p.text) || p.text[p.pos] != '|' {
			break
		}
		p.pos++
	}
	if len(alternatives.children) == 1 {
		return alternatives.children[0], nil
	}
	return alternatives, nil
}

func (p *patternParser) sequence() (*node, error) {
	sequence := &node{kind: nodeSequence}
	for p.pos < len(p.text) {
		var item *node
		var err error
		switch c := p.text[p.pos]; c {
		case ' ', '\t':
			p.pos++
			continue
		case '|', ')':
			return sequence, nil
		case '(':
			item, err = p.group()
		case '<':
			item, err = p.class()
		case '?', '>', '^', '$':
			return nil, fmt.Errorf("unexpected %q", c)
		default:
			item, err = p.words()
		}
		if err != nil {
			return nil, err
		}
		if p.pos < len(p.text) && p.text[p.pos] == '?' {
			p.pos++
			item = &node{kind: nodeOptional, children: []*node{item}}
		}
		sequence.children = append(sequence.children, item)
	}
	return sequence, nil
}

func (p *patternParser) group() (*node, error) {
	p.pos++
	n, err := p.choice()
	if err != nil {
		return nil, err
	}
	if p.pos >= len(p.text) {
		return nil, errors.New("a parenthesis is not closed")
	}
	p.pos++
	if shortest, _ := n.length(); shortest == 0 {
		return nil, errors.New("an alternative is empty; write ? after the parenthesis")
	}
	return n, nil
}

func (p *patternParser) class() (*node, error) {
	end := strings.IndexByte(p.text[p.pos:], '>')
	if end < 0 {
		return nil, errors.New("a < is not closed")
	}
	name := p.text[p.pos+1 : p.pos+end]
	p.pos += end + 1
	n, ok := p.classes[name]
	if !ok {
		return nil, fmt.Errorf("unknown class <%s>", name)
	}
	return n, nil
}

// words reads a run of characters up to a blank or an operator. Scripts without
// spaces yield a word per character.
func (p *patternParser) words() (*node, error) {
	start := p.pos
	for p.pos < len(p.text) && !strings.ContainsRune(" \t|()<>?^$", rune(p.text[p.pos])) {
		p.pos++
	}
	written := p.text[start:p.pos]
	switch written {
	case "...":
		return &node{kind: nodeGap}, nil
	case "_":
		return &node{kind: nodeAny}, nil
	}
	words := p.splitter.Words(written)
	if len(words) == 0 {
		return nil, fmt.Errorf("%q holds no word", written)
	}
	sequence := &node{kind: nodeSequence}
	for _, word := range words {
		sequence.children = append(sequence.children, &node{kind: nodeWord, word: word})
	}
	if len(words) == 1 {
		return sequence.children[0], nil
	}
	return sequence, nil
}

// length returns the least and the greatest number of words a node matches.
func (n *node) length() (shortest, longest int) {
	switch n.kind {
	case nodeWord, nodeAny:
		return 1, 1
	case nodeGap:
		return 0, gapWords
	case nodeOptional:
		_, longest = n.children[0].length()
		return 0, longest
	case nodeSequence:
		for _, c := range n.children {
			s, l := c.length()
			shortest, longest = shortest+s, longest+l
		}
		return shortest, longest
	case nodeChoice:
	}
	shortest = maxPatternWords + 1
	for _, c := range n.children {
		s, l := c.length()
		shortest, longest = min(shortest, s), max(longest, l)
	}
	return shortest, longest
}

// opensWithGap says whether any word at all could open a match.
func (n *node) opensWithGap() bool {
	switch n.kind {
	case nodeWord:
		return false
	case nodeAny, nodeGap:
		return true
	case nodeSequence:
		for _, c := range n.children {
			if c.opensWithGap() {
				return true
			}
			if shortest, _ := c.length(); shortest > 0 {
				return false
			}
		}
		return false
	case nodeChoice, nodeOptional:
	}
	for _, c := range n.children {
		if c.opensWithGap() {
			return true
		}
	}
	return false
}

// eachWord calls do with every word of the pattern.
func (n *node) eachWord(do func(string)) {
	if n.kind == nodeWord {
		do(n.word)
	}
	for _, c := range n.children {
		c.eachWord(do)
	}
}
