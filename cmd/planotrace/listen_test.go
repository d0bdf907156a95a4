package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// playsCollector makes the test binary one.
const playsCollector = "PLANOTRACE_TEST_COLLECTOR"

// playCollector says how it was started, and waits for its end.
func playCollector() int {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	say(os.Stdout, "started with %s\n", strings.Join(os.Args[1:], " "))
	if os.Getenv(playsCollector) == "fails" {
		say(os.Stderr, "no such configuration\n")
		return 1
	}
	<-signals
	say(os.Stdout, "ended\n")
	return 0
}

// withCollector puts one into PATH.
func withCollector(t *testing.T, how string) *scene {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	directory := t.TempDir()
	require.NoError(t, os.Symlink(self, filepath.Join(directory, collectorName)))
	t.Setenv("PATH", directory)
	t.Setenv(playsCollector, how)
	return newScene(t, "127.0.0.1:1")
}

func TestListenAndStop(t *testing.T) {
	s := withCollector(t, "runs")
	var stdout, stderr shared
	end := s.start(t, &stdout, &stderr, "listen")
	defer end()
	require.Eventually(t, func() bool { return strings.Contains(stdout.String(), "started") }, soon, often)
	state := filepath.Join(s.variables["XDG_STATE_HOME"], "planotrace")
	assert.Equal(t, "started with --config "+filepath.Join(state, "otelcol-config.yaml")+"\n", stdout.String())
	written, err := os.ReadFile(filepath.Join(state, "otelcol-config.yaml"))
	require.NoError(t, err)
	assert.Equal(t, string(localConfig), string(written))

	_, second, code := s.run(t, "listen")
	assert.Equal(t, exitBadInput, code)
	assert.Regexp(t, `^planotrace listen: a collector runs already \(process \d+\): .planotrace stop. ends it\n$`, second)

	assert.Equal(t, "Trace listener stopped.\n", s.output(t, "stop"))
	assert.Equal(t, exitOK, end())
	assert.Contains(t, stdout.String(), "\nended\n")
	assert.Empty(t, stderr.String())
	for _, command := range []string{"stop", "down"} {
		assert.Contains(t, s.output(t, command), "No background trace listener running")
	}
}

func TestListenArguments(t *testing.T) {
	s := withCollector(t, "fails")
	for want, arguments := range map[string]string{
		"--config a.yaml --config b.yaml": "--config a.yaml --config b.yaml",
		"--config a.yaml --set receivers::otlp::protocols::grpc::endpoint=[::1]:14317 " +
			"--set receivers::otlp::protocols::http::endpoint=[::1]:14318": "--config a.yaml --host ::1 --port 14317",
		"--config a.yaml --set receivers::otlp::protocols::grpc::endpoint=0.0.0.0:4317 " +
			"--set receivers::otlp::protocols::http::endpoint=0.0.0.0:4318": "--config a.yaml --host 0.0.0.0",
		"--config DEFAULT --set receivers::otlp::protocols::grpc::endpoint=127.0.0.1:14317 " +
			"--set exporters::planotraces::otlp_grpc=127.0.0.1:14317 " +
			"--set receivers::otlp::protocols::http::endpoint=127.0.0.1:14318 " +
			"--set exporters::planotraces::otlp_http=http://127.0.0.1:14318": "--port 14317",
	} {
		want = strings.ReplaceAll(want, "DEFAULT", filepath.Join(s.variables["XDG_STATE_HOME"], "planotrace", "otelcol-config.yaml"))
		stdout, stderr, code := s.run(t, append([]string{"listen"}, strings.Fields(arguments)...)...)
		assert.Equal(t, exitBadInput, code)
		assert.Equal(t, "started with "+want+"\n", stdout)
		assert.Equal(t, "no such configuration\nplanotrace listen: otelcol-plano: exit status 1\n", stderr)
	}
}

func TestNoCollector(t *testing.T) {
	s := newScene(t, "127.0.0.1:1")
	t.Setenv("PATH", t.TempDir())
	_, stderr, code := s.run(t, "listen")
	assert.Equal(t, exitBadInput, code)
	assert.Equal(t, "planotrace listen: otelcol-plano stands neither beside planotrace nor in PATH\n", stderr)
}

// A collector whose planotrace was killed is found and stopped all the same.
func TestStopOfACollectorWhoseParentIsGone(t *testing.T) {
	s := withCollector(t, "runs")
	directory, err := s.stateDirectory()
	require.NoError(t, err)
	pid, err := takePIDFile(directory)
	require.NoError(t, err)
	program, err := findCollector()
	require.NoError(t, err)
	collector := exec.CommandContext(t.Context(), program)
	output, err := collector.StdoutPipe()
	require.NoError(t, err)
	pid.inherit(collector)
	require.NoError(t, collector.Start())
	require.NoError(t, pid.write(collector.Process.Pid))
	require.NoError(t, pid.file.Close())
	started := make([]byte, len("started"))
	_, err = io.ReadFull(output, started)
	require.NoError(t, err)
	assert.Equal(t, "Trace listener stopped.\n", s.output(t, "stop"))
	require.NoError(t, collector.Wait())
}

func TestDamagedPIDFile(t *testing.T) {
	s := newScene(t, "127.0.0.1:1")
	directory, err := s.stateDirectory()
	require.NoError(t, err)
	pid, err := takePIDFile(directory)
	require.NoError(t, err)
	for _, text := range []string{"", "x", "-1", "0", "1"} {
		require.NoError(t, os.WriteFile(pidFileIn(directory), []byte(text), 0o600))
		_, stderr, code := s.run(t, "stop")
		assert.Equal(t, exitBadInput, code)
		assert.Equal(t, fmt.Sprintf("planotrace stop: %s names no process\n", pidFileIn(directory)), stderr)
	}
	require.NoError(t, pid.release())
	assert.Contains(t, s.output(t, "stop"), "No background trace listener running")
}

// What planotrace brings with it is the repository's default.
func TestLocalConfigIsTheRepositorys(t *testing.T) {
	want, err := os.ReadFile(filepath.Join("..", "..", "otelcol-config.yaml"))
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile("local-config.yaml", want, 0o644))
		return
	}
	assert.Equal(t, string(want), string(localConfig), "`go test ./cmd/planotrace -update` copies it")
}
