package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var (
	licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|copyright|unlicense)([._-].*)?$`)
	noticeName  = regexp.MustCompile(`(?i)^(notice|patents|third.?party.?(licen[cs]es?|notices?))([._-].*)?$`)
	// noText are files named alike that are no text for people.
	noText = regexp.MustCompile(`(?i)\.(go|csv|json|ya?ml|tmpl)$`)
)

// text is a file with a licence or a notice; name is its path in the module.
type text struct {
	name, content string
}

// texts returns the licences and notices that hold for the packages of a module that are
// linked: those of its root and of the folders down to them. A module without a licence is
// an error.
func texts(m *module) ([]text, error) {
	folders := map[string]struct{}{}
	for dir := range m.packages {
		for ; len(dir) > len(m.dir); dir = filepath.Dir(dir) {
			folders[dir] = struct{}{}
		}
	}
	folders[m.dir] = struct{}{}
	var found []text
	licensed := false
	for folder := range folders {
		entries, err := os.ReadDir(folder)
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			licence := licenceName.MatchString(entry.Name())
			if !entry.Type().IsRegular() || noText.MatchString(entry.Name()) || !licence && !noticeName.MatchString(entry.Name()) {
				continue
			}
			t, err := read(m.dir, filepath.Join(folder, entry.Name()))
			if err != nil {
				return nil, err
			}
			licensed = licensed || licence && t.content != ""
			found = append(found, t)
		}
	}
	if !licensed {
		return nil, fmt.Errorf("%s %s has no licence in %s", m.path, m.version, m.dir)
	}
	slices.SortFunc(found, func(a, b text) int { return strings.Compare(a.name, b.name) })
	return found, nil
}

func read(root, path string) (text, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return text{}, err
	}
	name, err := filepath.Rel(root, path)
	if err != nil {
		return text{}, err
	}
	clean := strings.ToValidUTF8(strings.ReplaceAll(string(content), "\r\n", "\n"), "\uFFFD")
	return text{name: filepath.ToSlash(name), content: strings.Trim(clean, "\n")}, nil
}
