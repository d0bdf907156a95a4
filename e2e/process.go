package e2e

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	readyTimeout = 30 * time.Second
	stopTimeout  = 20 * time.Second
	pollInterval = 20 * time.Millisecond
	logTailLines = 40
)

// A process is a running program, its log kept.
type process struct {
	name   string
	cmd    *exec.Cmd
	log    logBuffer
	exited chan struct{}
	err    error // set before exited is closed
}

// startProcess starts a program and returns once the health endpoint answers 200.
// env is added to this process's environment. The program is killed when the
// context ends.
func startProcess(ctx context.Context, path, health string, env []string, args ...string) (*process, error) {
	p := &process{name: filepath.Base(path), cmd: exec.CommandContext(ctx, path, args...), exited: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = &p.log, &p.log
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", p.name, err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.exited)
	}()
	if err := p.waitReady(ctx, health); err != nil {
		return nil, errors.Join(err, p.kill())
	}
	return p, nil
}

func (p *process) waitReady(ctx context.Context, health string) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	for {
		if status, _, err := get(ctx, health); err == nil && status == http.StatusOK {
			return nil
		}
		select {
		case <-p.exited:
			return p.failure("ended before it was ready: %v", p.err)
		case <-ctx.Done():
			return p.failure("not ready at %s: %v", health, ctx.Err())
		case <-time.After(pollInterval):
		}
	}
}

// stop asks the process to end and waits until it has. Ending in any way but
// with exit code 0 in time is an error.
func (p *process) stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return p.failure("SIGTERM: %v", err)
	}
	select {
	case <-p.exited:
	case <-time.After(stopTimeout):
		return errors.Join(p.failure("still running %v after SIGTERM", stopTimeout), p.kill())
	}
	if p.err != nil {
		return p.failure("ended with %v", p.err)
	}
	return nil
}

func (p *process) kill() error {
	if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return p.failure("kill: %v", err)
	}
	<-p.exited
	return nil
}

// alive fails where the process has ended.
func (p *process) alive() error {
	select {
	case <-p.exited:
		return p.failure("ended: %v", p.err)
	default:
		return nil
	}
}

// failure is an error that shows the end of the log.
func (p *process) failure(format string, args ...any) error {
	return fmt.Errorf("%s: %s\nlast lines of its log:\n%s", p.name, fmt.Sprintf(format, args...), p.log.tail(logTailLines))
}

// A logBuffer collects what a process writes.
type logBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *logBuffer) Write(line []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(line)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func (b *logBuffer) tail(n int) string {
	lines := strings.Split(strings.TrimRight(b.String(), "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

// freeAddresses returns n loopback addresses that nothing listens on.
func freeAddresses(ctx context.Context, n int) ([]string, error) {
	addresses := make([]string, n)
	listeners := make([]net.Listener, n)
	var config net.ListenConfig
	for i := range listeners {
		listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("find a free port: %w", err)
		}
		listeners[i], addresses[i] = listener, listener.Addr().String()
	}
	// Closed only when all are found, so that none is found twice.
	for _, listener := range listeners {
		if err := listener.Close(); err != nil {
			return nil, fmt.Errorf("give back a free port: %w", err)
		}
	}
	return addresses, nil
}
