package records

import (
	"bytes"
	"io"
)

// readLines takes every line that is not blank for a record.
func readLines(r io.Reader, maxSize int, out *output) error {
	line := partial{maxSize: maxSize}
	for number := 1; ; {
		data, last, err := chunk(r)
		if err != nil {
			return err
		}
		var batch []Record
		for {
			text, rest, ended := bytes.Cut(data, []byte{'\n'})
			wasTooLong := line.isTooLong()
			line.add(text)
			if line.isTooLong() && !wasTooLong {
				batch = append(batch, Record{Number: number, Err: tooLong("line", maxSize)})
			}
			if ended || last {
				if text := line.take(); len(text) > 0 {
					batch = append(batch, Record{Data: text, Number: number})
				}
			}
			if !ended {
				break
			}
			number++
			data = rest
		}
		if err := out.send(batch); err != nil || last {
			return err
		}
	}
}
