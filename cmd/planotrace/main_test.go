package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if os.Getenv(playsCollector) != "" {
		os.Exit(playCollector())
	}
	goleak.VerifyTestMain(m)
}

const (
	happy = `{"id":"happy","messages":[{"from":"human","value":"hi"},{"from":"gpt","value":"hello"},{"from":"human","value":"Thank you!"}]}`
	angry = `{"id":"angry","messages":[{"role":"user","content":"let me talk to a human"}]}`
)

func TestAnalyze(t *testing.T) {
	var out, errs bytes.Buffer
	in := happy + "\n\n" + `{"id":"bad","messages":7}` + "\n{\n" + angry
	if code := run([]string{"analyze"}, strings.NewReader(in), &out, &errs); code != exitBadInput {
		t.Errorf("exit code %d", code)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 4 {
		t.Fatalf("%d lines: %s", len(lines), out.String())
	}
	var reports [4]struct {
		reportLine
		Error string
	}
	for i, line := range lines {
		if err := json.Unmarshal([]byte(line), &reports[i]); err != nil {
			t.Fatal(err)
		}
	}
	if r := reports[0]; r.ID != "happy" || r.Quality != "Good" || r.TurnCount != 2 || len(r.Signals) != 1 ||
		r.Signals[0].Type != "interaction.satisfaction.gratitude" || r.Signals[0].MessageIndex != 2 || r.Summary == "" {
		t.Errorf("got %+v", r)
	}
	if r := reports[1]; r.ID != "bad" || r.Error == "" {
		t.Errorf("got %+v", r)
	}
	if r := reports[2]; r.Error == "" {
		t.Errorf("got %+v", r)
	}
	if r := reports[3]; r.ID != "angry" || r.Quality != "Severe" {
		t.Errorf("got %+v", r)
	}
	for _, want := range []string{"standard input:3: ", "standard input:4: "} {
		if !strings.Contains(errs.String(), want) {
			t.Errorf("%q lacks %q", errs.String(), want)
		}
	}
}

func TestOrderOverManyBlocks(t *testing.T) {
	var in strings.Builder
	const n = 20_000
	for i := range n {
		fmt.Fprintf(&in, `{"id":"%d","messages":[{"role":"user","content":"%s"}]}`+"\n", i, strings.Repeat("hello ", i%40))
	}
	file := filepath.Join(t.TempDir(), "in.jsonl")
	if err := os.WriteFile(file, []byte(in.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := run([]string{"analyze", file, file}, nil, &out, &errs); code != exitOK || errs.Len() > 0 {
		t.Fatalf("exit code %d, %s", code, errs.String())
	}
	i := 0
	for line := range strings.Lines(out.String()) {
		if want := fmt.Sprintf(`{"id":"%d",`, i%n); !strings.HasPrefix(line, want) {
			t.Fatalf("line %d is %s, want %s", i, line, want)
		}
		i++
	}
	if i != 2*n {
		t.Errorf("%d lines", i)
	}
}

func TestOneLongLine(t *testing.T) {
	line := `{"id":"long","messages":[{"role":"user","content":"` + strings.Repeat("word ", 1<<18) + `I give up"}]}`
	var out, errs bytes.Buffer
	if code := run([]string{"analyze"}, strings.NewReader(line), &out, &errs); code != exitOK {
		t.Fatalf("exit code %d, %s", code, errs.String())
	}
	if !strings.Contains(out.String(), "disengagement.quit") {
		t.Errorf("got %s", out.String())
	}
}

func TestTable(t *testing.T) {
	var out, errs bytes.Buffer
	if code := run([]string{"analyze", "--table"}, strings.NewReader(angry+"\n"), &out, &errs); code != exitOK {
		t.Fatalf("exit code %d, %s", code, errs.String())
	}
	lines := strings.Split(out.String(), "\n")
	if !strings.HasPrefix(lines[0], "ID") || !strings.HasPrefix(lines[1], "angry") || !strings.Contains(lines[1], "escalation") {
		t.Errorf("got %s", out.String())
	}
}

func TestVersion(t *testing.T) {
	var out, errs bytes.Buffer
	if code := run([]string{"--version"}, nil, &out, &errs); code != exitOK || errs.Len() > 0 {
		t.Fatalf("exit code %d, %s", code, errs.String())
	}
	if want := "planotrace " + buildVersion() + "\n"; out.String() != want || !strings.Contains(want, runtime.Version()) {
		t.Errorf("got %q, want %q", out.String(), want)
	}
	version = "v1.2.3"
	t.Cleanup(func() { version = "" })
	if got := buildVersion(); !strings.HasPrefix(got, "v1.2.3 (") {
		t.Errorf("got %q", got)
	}
}

// Every subcommand says how it is used itself.
func TestHelp(t *testing.T) {
	for command, want := range map[string]string{"config": "planotrace config [FILE]", "analyze": "--max-size"} {
		for _, arguments := range [][]string{{command, "--help"}, {command, "-h"}, {"help", command}} {
			var out, errs bytes.Buffer
			if code := run(arguments, nil, &out, &errs); code != exitOK || errs.Len() > 0 || !strings.Contains(out.String(), want) {
				t.Errorf("%v: exit code %d, %s%s", arguments, code, out.String(), errs.String())
			}
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestErrors(t *testing.T) {
	for name, c := range map[string]struct {
		arguments []string
		code      int
		want      string
	}{
		"unknown command": {[]string{"x"}, exitUsage, "Commands: analyze, completion, config, conversations, help, issues, listen, "},
		"mistyped":        {[]string{"analyse"}, exitUsage, "Did you mean `planotrace analyze`?"},
		"with arguments":  {[]string{"analyse", "x.jsonl"}, exitUsage, "are 2: analyse x.jsonl. Did you mean `planotrace analyze`?"},
		"unknown flag":    {[]string{"analyze", "--x"}, exitUsage, "unknown flag: --x"},
		"size":            {[]string{"analyze", "--max-size", "0"}, exitUsage, "--max-size: must be between 1 and 1024, is 0"},
		"no file":         {[]string{"analyze", "/nowhere.jsonl"}, exitBadInput, "/nowhere.jsonl"},
	} {
		var out, errs bytes.Buffer
		if code := run(c.arguments, strings.NewReader(""), &out, &errs); code != c.code || !strings.Contains(errs.String(), c.want) {
			t.Errorf("%s: exit code %d, %s", name, code, errs.String())
		}
	}
	var errs bytes.Buffer
	if code := run([]string{"analyze"}, strings.NewReader(strings.Repeat(happy+"\n", 20_000)), brokenPipe{}, &errs); code != exitBadInput ||
		!strings.Contains(errs.String(), "broken pipe") {
		t.Errorf("exit code %d, %s", code, errs.String())
	}
}
