// Command pack writes the files that package demo embeds: the trajectories that selection.jsonl names, out of a file of them, and
// recordings of this repository.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

// selection names the trajectories, and who takes part in them.
//
//go:embed selection.jsonl
var selection []byte

// recordings are files below the root of the repository, and how much longer than recorded they take.
var recordings = []struct {
	name, path string
	stretch    int64
}{
	{"plano-failures", "examples/plano-failures.json", 1},
	{"vercel-ai-refund", "e2e/emitters/testdata/vercel-ai-7.refund.traces.json", 60},
	{"vercel-ai-loop", "e2e/emitters/testdata/vercel-ai-7.tool-loop.traces.json", 60},
	{"google-adk-loop", "e2e/emitters/testdata/google-adk-2.0.tool-loop.traces.json", 60},
	{"google-adk-spanish", "e2e/emitters/testdata/google-adk-2.0.spanish.traces.json", 60},
	{"langfuse-session", "e2e/emitters/testdata/langfuse-openai-5.11.session.traces.json", 60},
	{"langfuse-faults", "e2e/emitters/testdata/langfuse-openai-5.11.three-faults.traces.json", 60},
	{"openinference-german", "e2e/emitters/testdata/openinference-openai-4.2.german.traces.json", 60},
	{"openinference-image", "e2e/emitters/testdata/openinference-openai-4.2.image.traces.json", 60},
	{"openllmetry-refund", "e2e/emitters/testdata/openllmetry-0.27.refund.traces.json", 60},
	{"strands-faults", "e2e/emitters/testdata/strands-1.16.three-faults.traces.json", 60},
	{"sentry-parallel", "e2e/emitters/testdata/sentry-anthropic-10.78.parallel.traces.json", 60},
	{"no-content", "e2e/emitters/testdata/vercel-ai-7.off-refund.traces.json", 60},
}

func main() {
	trajectories := flag.String("trajectories", "", "file of trajectories; without it the dialogs stay as they are")
	root := flag.String("root", ".", "the repository")
	flag.Parse()
	if err := run(*root, *trajectories); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(root, trajectories string) error {
	to := filepath.Join(root, "exporter/planotraces/internal/demo")
	lines, err := packRecordings(root)
	if err != nil {
		return err
	}
	if err := write(filepath.Join(to, "recordings.jsonl.gz"), lines); err != nil {
		return err
	}
	if trajectories == "" {
		return nil
	}
	if lines, err = packDialogs(trajectories); err != nil {
		return err
	}
	return write(filepath.Join(to, "dialogs.jsonl.gz"), lines)
}

func packRecordings(root string) ([]byte, error) {
	var lines bytes.Buffer
	for _, r := range recordings {
		text, err := os.ReadFile(filepath.Join(root, r.path))
		if err != nil {
			return nil, err
		}
		line, err := json.Marshal(map[string]any{"name": r.name, "stretch": r.stretch, "otlp": json.RawMessage(text)})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.path, err)
		}
		lines.Write(append(line, '\n'))
	}
	return lines.Bytes(), nil
}

// packDialogs takes the trajectories in the order of the selection.
func packDialogs(path string) ([]byte, error) {
	all := make(map[string]map[string]any)
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if err := eachLine(text, func(dialog map[string]any) error {
		id, _ := dialog["id"].(string)
		all[id] = dialog
		return nil
	}); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var lines bytes.Buffer
	err = eachLine(selection, func(chosen map[string]any) error {
		id, _ := chosen["id"].(string)
		dialog := all[id]
		if dialog == nil {
			return fmt.Errorf("%s: has no dialog %s", path, id)
		}
		chosen["source"], chosen["messages"] = dialog["source"], dialog["messages"]
		line, err := json.Marshal(chosen)
		lines.Write(append(line, '\n'))
		return err
	})
	return lines.Bytes(), err
}

func eachLine(text []byte, do func(map[string]any) error) error {
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, len(text)+1)
	for lines.Scan() {
		var value map[string]any
		if err := json.Unmarshal(lines.Bytes(), &value); err != nil {
			return err
		}
		if err := do(value); err != nil {
			return err
		}
	}
	return lines.Err()
}

func write(path string, lines []byte) error {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(lines); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(path, packed.Bytes(), 0o644)
}
