package harness

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

// PollInterval is the time between two looks at something that is waited for.
const PollInterval = 20 * time.Millisecond

const (
	readyTimeout = 30 * time.Second
	stopTimeout  = 20 * time.Second
	logTailLines = 40
)

// A Process is a running program, its log kept.
type Process struct {
	name   string
	cmd    *exec.Cmd
	log    logBuffer
	exited chan struct{}
	err    error // set before exited is closed
}

// Start starts a program and returns once the health endpoint answers 200.
// env is added to this process's environment. The program is killed when the
// context ends.
func Start(ctx context.Context, path, health string, env []string, args ...string) (*Process, error) {
	p := &Process{name: filepath.Base(path), cmd: exec.CommandContext(ctx, path, args...), exited: make(chan struct{})}
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
		return nil, errors.Join(err, p.Kill())
	}
	return p, nil
}

func (p *Process) waitReady(ctx context.Context, health string) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	for {
		if status, _, err := Get(ctx, health); err == nil && status == http.StatusOK {
			return nil
		}
		select {
		case <-p.exited:
			return p.Failure("ended before it was ready: %v", p.err)
		case <-ctx.Done():
			return p.Failure("not ready at %s: %v", health, ctx.Err())
		case <-time.After(PollInterval):
		}
	}
}

// Stop asks the process to end and waits until it has. Ending in any way but
// with exit code 0 in time is an error.
func (p *Process) Stop() error {
	if err := p.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case <-p.exited:
	case <-time.After(stopTimeout):
		return errors.Join(p.Failure("still running %v after SIGTERM", stopTimeout), p.Kill())
	}
	if p.err != nil {
		return p.Failure("ended with %v", p.err)
	}
	return nil
}

// Kill ends the process with SIGKILL and waits until it has ended.
func (p *Process) Kill() error {
	if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return p.Failure("kill: %v", err)
	}
	<-p.exited
	return nil
}

// Alive fails where the process has ended.
func (p *Process) Alive() error {
	select {
	case <-p.exited:
		return p.Failure("ended: %v", p.err)
	default:
		return nil
	}
}

// Signal sends the process a signal.
func (p *Process) Signal(signal os.Signal) error {
	if err := p.cmd.Process.Signal(signal); err != nil {
		return p.Failure("%v: %v", signal, err)
	}
	return nil
}

// Log is what the process has written so far.
func (p *Process) Log() string { return p.log.String() }

// Failure is an error that shows the end of the log.
func (p *Process) Failure(format string, args ...any) error {
	return fmt.Errorf("%s: %s\nlast lines of its log:\n%s", p.name, fmt.Sprintf(format, args...), p.log.tail(logTailLines))
}

// A logBuffer collects what a process writes.
type logBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *logBuffer) Write(text []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(text)
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

// FreeAddresses returns n loopback addresses that nothing listens on.
func FreeAddresses(ctx context.Context, n int) ([]string, error) {
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
