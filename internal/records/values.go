package records

import "io"

// readValues takes every JSON value for a record, and of an array every element. It looks for the ends of
// brackets and strings only.
func readValues(r io.Reader, maxSize int, out *output) error {
	s := splitter{value: partial{maxSize: maxSize}, line: 1}
	for {
		data, last, err := chunk(r)
		if err != nil {
			return err
		}
		s.split(data)
		if last {
			s.end()
		}
		batch := s.batch
		s.batch = nil
		if err := out.send(batch); err != nil || last {
			return err
		}
	}
}

// splitter finds values in text that comes in chunks.
type splitter struct {
	batch []Record
	value partial
	// line is the current one, start the one on which the value began.
	line, start int
	inValue     bool
	inString    bool
	escaped     bool
	// depth counts the open brackets of the value.
	depth int
}

func (s *splitter) split(data []byte) {
	from := 0
	for i, c := range data {
		if c == '\n' {
			s.line++
		}
		if !s.inValue {
			if isBetweenValues(c) {
				continue
			}
			s.inValue, s.start, from = true, s.line, i
		}
		before, after := s.step(c)
		if before {
			s.add(data[from:i])
			s.finish()
		} else if after {
			s.add(data[from : i+1])
			s.finish()
		}
	}
	if s.inValue {
		s.add(data[from:])
	}
}

// isBetweenValues is true for white space and for what holds the elements of an array together.
func isBetweenValues(c byte) bool {
	switch c {
	case ' ', '\t', '\r', '\n', ',', '[', ']':
		return true
	}
	return false
}

// step reads one byte of a value and says whether the value ends before or after it.
func (s *splitter) step(c byte) (endsBefore, endsAfter bool) {
	switch {
	case s.escaped:
		s.escaped = false
	case s.inString:
		s.escaped = c == '\\'
		s.inString = c != '"'
	case c == '"':
		s.inString = true
	case c == '{' || c == '[':
		s.depth++
	case c == '}' || c == ']':
		s.depth--
		return s.depth < 0 && c == ']', s.depth <= 0
	case s.depth == 0:
		return isBetweenValues(c), false
	}
	return false, false
}

func (s *splitter) add(data []byte) {
	wasTooLong := s.value.isTooLong()
	s.value.add(data)
	if s.value.isTooLong() && !wasTooLong {
		s.batch = append(s.batch, Record{Number: s.start, Err: tooLong("JSON value", s.value.maxSize)})
	}
}

func (s *splitter) finish() {
	if data := s.value.take(); len(data) > 0 {
		s.batch = append(s.batch, Record{Data: data, Number: s.start})
	}
	s.inValue, s.inString, s.escaped, s.depth = false, false, false, 0
}

// end takes what is left, a value that is cut off.
func (s *splitter) end() {
	if s.inValue {
		s.finish()
	}
}
