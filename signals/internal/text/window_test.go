package text

import "testing"

func TestWindow(t *testing.T) {
	for _, c := range []struct {
		text, head, tail string
		budget           int
	}{
		{"0123456789", "0123456789", "", 10},
		{"0123456789a", "01", "3456789a", 10},
		{"ééééé", "ééééé", "", 5},
		{"日本語日本語日本語日本語", "日本", "本語日本語日本語", 10},
		{"", "", "", 10},
	} {
		if head, tail := Window(c.text, c.budget); head != c.head || tail != c.tail {
			t.Errorf("%q: got %q and %q, want %q and %q", c.text, head, tail, c.head, c.tail)
		}
	}
}
