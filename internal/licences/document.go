package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

const heading = `This product contains the modules below. Each is named with its version, its licences and
notices, which follow after the list by number, and the address of its source code.

`

// write makes the document: the list of the modules, then each text once.
func write(modules []*module) ([]byte, error) {
	numbers := map[string]int{}
	var contents []string
	var list bytes.Buffer
	list.WriteString(heading)
	var missing []error
	for _, m := range modules {
		found, err := texts(m)
		if err != nil {
			missing = append(missing, err)
			continue
		}
		fmt.Fprintf(&list, "%s %s\n", m.path, m.version)
		for _, t := range found {
			if numbers[t.content] == 0 {
				contents = append(contents, t.content)
				numbers[t.content] = len(contents)
			}
			fmt.Fprintf(&list, "    %s: [%d]\n", t.name, numbers[t.content])
		}
		fmt.Fprintf(&list, "    source: %s\n", m.source())
	}
	line := strings.Repeat("=", 80)
	for i, content := range contents {
		fmt.Fprintf(&list, "\n%s\n[%d]\n%s\n\n%s\n", line, i+1, line, content)
	}
	return list.Bytes(), errors.Join(missing...)
}
