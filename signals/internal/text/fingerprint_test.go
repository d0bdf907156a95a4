package text

import (
	"math"
	"strings"
	"testing"
)

func printOf(text string, length int) *Fingerprint {
	f := new(Fingerprint)
	f.Reset(length)
	var s Scan
	s.Read(text, len(text)+1, noWords, f)
	f.Words = len(s.Tokens)
	return f
}

// exactJaccard is the similarity by the definition.
func exactJaccard(a, b string) float64 {
	trigrams := func(text string) map[string]bool {
		text = " " + strings.Join(strings.Fields(text), " ") // as the pass over the text joins words
		set := make(map[string]bool)
		for i := 0; i+3 <= len(text); i++ {
			set[text[i:i+3]] = true
		}
		return set
	}
	x, y := trigrams(a), trigrams(b)
	both := 0
	for t := range x {
		if y[t] {
			both++
		}
	}
	return float64(both) / float64(len(x)+len(y)-both)
}

func TestSimilarityIsThatOfTheTrigrams(t *testing.T) {
	var words []string
	for i := range 300 {
		words = append(words, strings.Repeat(string(rune('a'+i%26)), 1+i%3)+string(rune('a'+i*7%26))+string(rune('a'+i*11%23)))
	}
	for _, n := range []int{10, 60, 150, 300} {
		for _, changed := range []int{0, n / 20, n / 10, n / 4} {
			other := append([]string(nil), words[:n]...)
			for i := range changed {
				other[i*n/(changed+1)] = "zzqx"
			}
			a, b := strings.Join(words[:n], " "), strings.Join(other, " ")
			want := exactJaccard(a, b)
			for _, lengths := range [][2]int{{maxSmall, maxSmall}, {maxSmall + 1, maxSmall + 1}, {maxSmall, maxSmall + 1}} {
				got := printOf(a, lengths[0]).Jaccard(printOf(b, lengths[1]), 0.01)
				if math.Abs(got-want) > 0.04 {
					t.Errorf("%d words, %d changed, sizes %v: got %.3f, want %.3f", n, changed, lengths, got, want)
				}
			}
		}
	}
}
