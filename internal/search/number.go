package search

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// rangeOf reads `40`, `<40`, `>=40`, `10..40`; of a span of time, which begins now and goes back, the duration alone.
func rangeOf(kind kind, text string) (Range, error) {
	r := Range{From: math.Inf(-1), To: math.Inf(1)}
	read := readNumber
	if kind != number {
		read = readDuration
	}
	var err error
	if kind == span {
		r.From = 0
		r.To, err = read(text)
		return r, err
	}
	if from, to, ok := strings.Cut(text, ".."); ok {
		if r.From, err = read(from); err != nil {
			return r, err
		}
		if r.To, err = read(to); err == nil && r.To < r.From {
			err = fmt.Errorf("%s is more than %s", from, to)
		}
		return r, err
	}
	digits := strings.TrimLeft(text, "<>=")
	n, err := read(digits)
	if err != nil {
		return r, err
	}
	switch sign := text[:len(text)-len(digits)]; sign {
	case "<":
		r.To, r.Below = n, true
	case "<=":
		r.To = n
	case ">":
		r.From, r.Above = n, true
	case ">=":
		r.From = n
	case "", "=":
		r.From, r.To = n, n
	default:
		return r, fmt.Errorf("%s is none of <, <=, >, >=, =", sign)
	}
	return r, nil
}

// readNumber reads a number, which may end in k or m for thousands and millions.
func readNumber(text string) (float64, error) {
	digits, factor := text, 1.0
	switch {
	case strings.HasSuffix(text, "k"), strings.HasSuffix(text, "K"):
		digits, factor = text[:len(text)-1], 1e3
	case strings.HasSuffix(text, "m"), strings.HasSuffix(text, "M"):
		digits, factor = text[:len(text)-1], 1e6
	}
	n, err := strconv.ParseFloat(digits, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0, fmt.Errorf("%q is no number", text)
	}
	return n * factor, nil
}

// maxDuration is the longest that can be asked for, a hundred years.
const maxDuration = 100 * 365 * 24 * time.Hour

// readDuration reads what time.ParseDuration does, days and weeks as well; a number alone is seconds.
func readDuration(text string) (float64, error) {
	days := 0.0
	switch rest := text; {
	case strings.HasSuffix(rest, "d"):
		days = 1
	case strings.HasSuffix(rest, "w"):
		days = 7
	}
	var (
		ns  float64
		err error
	)
	if days > 0 {
		ns, err = strconv.ParseFloat(text[:len(text)-1], 64)
		ns *= days * 24 * float64(time.Hour)
	} else if ns, err = strconv.ParseFloat(text, 64); err == nil {
		ns *= float64(time.Second)
	} else {
		var d time.Duration
		d, err = time.ParseDuration(text)
		ns = float64(d)
	}
	switch {
	case err != nil || math.IsNaN(ns):
		return 0, fmt.Errorf("%q is no duration such as 90s, 5m, 2h, 1d", text)
	case ns < 0 || ns > float64(maxDuration):
		return 0, errors.New("a duration is between 0 and 100 years")
	}
	return ns, nil
}
