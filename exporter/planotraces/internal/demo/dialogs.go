package demo

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/trajectory"
)

// scripts are dialogs that were written for the demo. `age_minutes` says how long ago each one ended.
//
//go:embed scripts.jsonl
var scripts []byte

// dialogs are trajectories; `make demo-data` writes them.
//
//go:embed dialogs.jsonl.gz
var dialogs []byte

// maxLine is how long a line of the files may be.
const maxLine = 1 << 20

func eachDialog(now time.Time, do func(ptrace.Traces) error) error {
	unpacked, err := gzip.NewReader(bytes.NewReader(dialogs))
	if err != nil {
		return err
	}
	return eachLine(io.MultiReader(bytes.NewReader(scripts), unpacked), func(line []byte) error {
		dialog, err := trajectory.Parse(line)
		if err != nil {
			return err
		}
		var age struct {
			Minutes int `json:"age_minutes"`
		}
		if err := json.Unmarshal(line, &age); err != nil {
			return err
		}
		set := trajectory.Setting{End: now.Add(-ageOf(dialog.ID)), User: fmt.Sprintf("user-%d", hashOf(dialog.ID)%users)}
		if age.Minutes > 0 {
			set.End = now.Add(-time.Duration(age.Minutes) * time.Minute)
		}
		for _, td := range trajectory.Traces(dialog, set) {
			if err := do(td); err != nil {
				return err
			}
		}
		return nil
	})
}

// users is how many users have the conversations.
const users = 40

// ageOf spreads conversations over the time, none of them at the very end.
func ageOf(id string) time.Duration {
	const youngest = 9 * time.Minute
	return youngest + time.Duration(hashOf(id)%uint64((spread-youngest)/time.Second))*time.Second
}

func hashOf(id string) uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, id) // never fails
	return h.Sum64()
}

func eachLine(r io.Reader, do func([]byte) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		if err := do(lines.Bytes()); err != nil {
			return err
		}
	}
	return lines.Err()
}
