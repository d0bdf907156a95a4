package phrases

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// ruleID is the id of a line of a lexicon file.
var ruleID = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// cutID splits "id: phrase" into the rule's full name and the phrase. A phrase without an id is
// its own name.
func (k *kinds) cutID(written, language string, of Kind) (rule, phrase string, err error) {
	written = strings.TrimSpace(written)
	id, phrase, ok := strings.Cut(written, ":")
	if !ok {
		return written, written, nil
	}
	if !ruleID.MatchString(id) {
		return "", "", fmt.Errorf("id %q: must be lower-case words joined by hyphens", id)
	}
	return k.rulePlace(language, of) + id, phrase, nil
}

// rulePlace is what the full names of a language's rules of a kind begin with, "en/quit/".
func (k *kinds) rulePlace(language string, of Kind) string {
	if of.IsLeaf() {
		name := k.leaves[of].Name
		return language + "/" + name[strings.LastIndexByte(name, '.')+1:] + "/"
	}
	return contextPlace(language, contexts[of].file)
}

// contextPlace is what the full names of a context file begin with, "en/context/greeting/".
func contextPlace(language, file string) string { return language + "/context/" + file + "/" }

// isRuleName tells a rule's full name from a phrase.
func isRuleName(written string) bool {
	return strings.Count(written, "/") >= 2 && !strings.ContainsAny(written, " \t|()<>?^$")
}

// dropRule removes the rule of that full name from those of the kinds that of chooses. Where there is none it returns
// the names that there are.
func (l *lexicon) dropRule(name string, of func(Kind) bool) (dropped bool, names []string) {
	kept := slices.DeleteFunc(slices.Clone(l.phrases), func(p Phrase) bool {
		if of(p.Kind) && isRuleName(p.Rule) {
			names = append(names, p.Rule)
		}
		return of(p.Kind) && p.Rule == name
	})
	dropped = len(kept) < len(l.phrases)
	l.phrases = kept
	return dropped, names
}

// errUnknownRule names the rules that a wrong name may have meant.
func errUnknownRule(name string, names []string) error {
	if len(names) == 0 {
		return fmt.Errorf("unknown rule %q, there are none", name)
	}
	return fmt.Errorf("unknown rule %q, the nearest are %s", name, strings.Join(nearest(name, names), ", "))
}

// nearest returns the three names with the fewest letters to change, add or drop.
func nearest(name string, names []string) []string {
	slices.Sort(names)
	names = slices.Compact(names)
	slices.SortStableFunc(names, func(a, b string) int {
		return cmp.Compare(editDistance(name, a), editDistance(name, b))
	})
	return names[:min(3, len(names))]
}

func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, diagonal+1, row[j]+1)
		}
	}
	return row[len(b)]
}
