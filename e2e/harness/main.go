package harness

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

// Main is a package's TestMain: it runs the tests, closes what the package has opened,
// stops the programs that the tests share and ends this process. A test that fails, an
// error, a program that does not end by itself with exit code 0 and a goroutine that is
// left behind each make its exit code 1.
func Main(m *testing.M, closers ...func() error) {
	code := m.Run()
	closers = append(closers, stopShared, func() error { return goleak.Find() })
	for _, closer := range closers {
		if err := closer(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// shared is what the tests have started and Main stops.
var shared struct {
	mu        sync.Mutex
	processes []*Process
}

func stopAfterTests(p *Process) {
	shared.mu.Lock()
	defer shared.mu.Unlock()
	shared.processes = append(shared.processes, p)
}

// stopShared stops the newest first.
func stopShared() error {
	httpClient.CloseIdleConnections()
	shared.mu.Lock()
	defer shared.mu.Unlock()
	var errs []error
	for len(shared.processes) > 0 {
		last := len(shared.processes) - 1
		errs = append(errs, shared.processes[last].Stop())
		shared.processes = shared.processes[:last]
	}
	return errors.Join(errs...)
}

// StartProgram starts a program that listens at the address it is given in the environment
// variable env, and returns the address once GET http://ADDRESS/ answers 200. Main stops it.
func StartProgram(path, env string, args ...string) (address string, err error) {
	ctx := context.Background()
	free, err := FreeAddresses(ctx, 1)
	if err != nil {
		return "", err
	}
	p, err := Start(ctx, path, "http://"+free[0]+"/", []string{env + "=" + free[0]}, args...)
	if err != nil {
		return "", err
	}
	stopAfterTests(p)
	return free[0], nil
}
