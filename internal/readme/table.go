// Package readme holds the README of a component against its code: the settings that it names, their defaults and
// its examples.
package readme

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// setting is a row of a table of settings.
type setting struct {
	// key is the path of the setting, `faults::max_traces`.
	key string
	// value is the default, as the YAML of a configuration would give it.
	value any
}

var codeSpan = regexp.MustCompile("`([^`]*)`")

// settingsOf reads the tables of a README whose first columns are "setting" and "default". A setting is one code
// span, its default one code span of YAML that an explanation may follow; other rows are errors.
func settingsOf(markdown string) ([]setting, error) {
	var all []setting
	var errs []error
	inTable := false
	for line := range strings.Lines(markdown) {
		cells := cellsOf(line)
		switch {
		case len(cells) < 2:
			inTable = false
		case cells[0] == "setting" && cells[1] == "default":
			inTable = true
		case inTable && strings.Trim(cells[0], "-: ") != "":
			s, err := settingOf(cells)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			all = append(all, s)
		}
	}
	return all, errors.Join(errs...)
}

// cellsOf returns the cells of a table's row, none for any other line.
func cellsOf(line string) []string {
	row, ok := strings.CutPrefix(strings.TrimSpace(line), "|")
	if !ok {
		return nil
	}
	cells := strings.Split(strings.TrimSuffix(row, "|"), "|")
	for i, cell := range cells {
		cells[i] = strings.TrimSpace(cell)
	}
	return cells
}

func settingOf(cells []string) (s setting, err error) {
	if s.key, err = oneCodeSpan(cells[0]); err != nil {
		return s, err
	}
	text, err := oneCodeSpan(cells[1])
	if err == nil {
		err = yaml.Unmarshal([]byte(text), &s.value)
	}
	if err != nil {
		return s, fmt.Errorf("%s: default: %w", s.key, err)
	}
	return s, nil
}

func oneCodeSpan(cell string) (string, error) {
	spans := codeSpan.FindAllStringSubmatch(cell, -1)
	if len(spans) != 1 || !strings.HasPrefix(cell, "`") {
		return "", fmt.Errorf("must begin with the only code span, is %q", cell)
	}
	return spans[0][1], nil
}
