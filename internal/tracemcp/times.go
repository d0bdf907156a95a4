package tracemcp

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

const day = 24 * time.Hour

// timed is the part of a tool's input that bounds the time.
type timed struct {
	Since string `json:"since,omitempty" jsonschema:"only what ended since: 2h, 1d, yesterday (its midnight, UTC), 2006-01-02 or RFC 3339"`
	Until string `json:"until,omitempty" jsonschema:"only what ended before this, written like since"`
}

// bounds sets the times of a query.
func (t *tools) bounds(of timed, query *traceapi.Query) error {
	var err error
	if query.From, err = t.moment("since", of.Since); err != nil {
		return err
	}
	if query.To, err = t.moment("until", of.Until); err != nil {
		return err
	}
	if query.From != 0 && query.To != 0 && query.From >= query.To {
		return fmt.Errorf("since: %s is not before until", quote(of.Since, nameBytes))
	}
	return nil
}

// moment reads a time in nanoseconds; 0 where none is given.
func (t *tools) moment(key, text string) (int64, error) {
	text = strings.TrimSpace(text)
	now := t.now().UTC()
	midnight := now.Truncate(day)
	switch text {
	case "":
		return 0, nil
	case "now":
		return now.UnixNano(), nil
	case "today":
		return midnight.UnixNano(), nil
	case "yesterday":
		return midnight.Add(-day).UnixNano(), nil
	}
	if ago, ok := ago(text); ok {
		return now.Add(-ago).UnixNano(), nil
	}
	for _, layout := range []string{time.RFC3339Nano, time.DateTime, time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UnixNano(), nil
		}
	}
	return 0, fmt.Errorf(`%s: %s is no time; write "2h", "1d", "yesterday", "%s" or "%s"`,
		key, quote(text, nameBytes), now.Format(time.DateOnly), now.Format(time.RFC3339))
}

// ago reads a number with a unit.
func ago(text string) (time.Duration, bool) {
	if text == "" {
		return 0, false
	}
	units := map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': day, 'w': 7 * day}
	unit, ok := units[text[len(text)-1]]
	number, err := strconv.ParseUint(text[:len(text)-1], 10, 16)
	return time.Duration(number) * unit, ok && err == nil
}

// clock writes a time.
func clock(nanos int64) string {
	return time.Unix(0, nanos).UTC().Format("2006-01-02 15:04:05Z")
}

// age writes how long something is ago.
func (t *tools) age(nanos int64) string {
	return length(t.now().Sub(time.Unix(0, nanos))) + " ago"
}

// length writes a duration with two digits or three.
func length(d time.Duration) string {
	switch {
	case d < 0:
		return "0ms"
	case d < time.Second:
		return strconv.FormatInt(d.Milliseconds(), 10) + "ms"
	case d < time.Minute:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + "s"
	case d < 2*time.Hour:
		return fmt.Sprintf("%dm", int(d.Minutes()))
	case d < 2*day:
		return fmt.Sprintf("%dh", int(d.Hours()))
	}
	return fmt.Sprintf("%dd", int(d/day))
}
