package planonaming

import "strings"

// marker is what a flagged name ends in.
type marker string

func (m marker) ends(name string) bool { return strings.HasSuffix(name, string(m)) }

// mark appends a space and the marker, once. A span without a name is named after the marker alone.
func (m marker) mark(name string) string {
	switch {
	case m.ends(name):
		return name
	case name == "":
		return string(m)
	}
	return name + " " + string(m)
}
