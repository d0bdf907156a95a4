package text

// Splitter splits phrases as texts are split. Its memory is reused.
type Splitter struct {
	scan  Scan
	print Fingerprint
}

// Words returns the words as they are written.
func (s *Splitter) Words(text string) []string {
	s.scan.Read(text, len(text)+1, noWords, &s.print)
	words := make([]string, len(s.scan.Tokens))
	for i := range s.scan.Tokens {
		words[i] = s.scan.Text(i, i)
	}
	return words
}

// Hash returns the [Token.Hash] of a single word.
func (s *Splitter) Hash(word string) uint32 {
	s.scan.Read(word, len(word)+1, noWords, &s.print)
	return s.scan.Tokens[0].Hash
}
