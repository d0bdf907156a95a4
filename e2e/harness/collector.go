package harness

import (
	"bytes"
	"context"
	"net"
	"os/exec"
	"slices"
)

// A CollectorConfig says how a collector is started, besides the ports it listens on.
type CollectorConfig struct {
	// Files are configuration files on top of otelcol-config.yaml, each on top of those
	// before it. Relative paths start at the repository's root.
	Files []string
	// Args follow on the command line.
	Args []string
	// Env holds NAME=VALUE pairs on top of this process's environment.
	Env []string
}

// A Collector is the built distribution with the default configuration, on free
// loopback ports.
type Collector struct {
	*Process          // of the last Start
	GRPC, HTTP string // OTLP, host:port
	Metrics    string // its own metrics, host:port
	path       string
	health     string
	env, args  []string
}

// StartCollector starts a collector and returns once it is ready. It is killed when the
// context ends.
func StartCollector(ctx context.Context, config CollectorConfig) (*Collector, error) {
	c, err := NewCollector(ctx, config)
	if err != nil {
		return nil, err
	}
	if err := c.Start(ctx); err != nil {
		return nil, err
	}
	return c, nil
}

// NewCollector returns a collector that is yet to be started.
func NewCollector(ctx context.Context, config CollectorConfig) (*Collector, error) {
	path, err := collectorBinary.find()
	if err != nil {
		return nil, err
	}
	free, err := FreeAddresses(ctx, 4)
	if err != nil {
		return nil, err
	}
	c := &Collector{GRPC: free[0], HTTP: free[1], Metrics: free[2], path: path, health: "http://" + free[3] + "/"}
	_, metricsPort, err := net.SplitHostPort(c.Metrics)
	if err != nil {
		return nil, err
	}
	// The ports come last: they hold whatever the other files say.
	c.args, err = configArgs(slices.Concat([]string{defaultConfig}, config.Files, []string{"e2e/harness/loopback.yaml"}))
	if err != nil {
		return nil, err
	}
	c.args = append(c.args, config.Args...)
	c.env = append([]string{
		"E2E_COLLECTOR_GRPC=" + c.GRPC,
		"E2E_COLLECTOR_HTTP=" + c.HTTP,
		"E2E_COLLECTOR_METRICS_PORT=" + metricsPort,
		"E2E_COLLECTOR_HEALTH=" + free[3],
	}, config.Env...)
	return c, nil
}

// Start starts the collector, after Stop or Kill at the same addresses again.
func (c *Collector) Start(ctx context.Context) (err error) {
	c.Process, err = Start(ctx, c.path, c.health, c.env, c.args...)
	return err
}

// configArgs returns the arguments that have a program read configuration files.
func configArgs(files []string) ([]string, error) {
	var args []string
	for _, file := range files {
		path, err := inRepository(file)
		if err != nil {
			return nil, err
		}
		args = append(args, "--config", path)
	}
	return args, nil
}

// RunCollector runs the collector with configuration files, as CollectorConfig has them,
// until it ends and returns what it wrote to standard error. An exit code other than 0 is
// an *exec.ExitError. command is one of the collector's own, such as validate, or empty.
// env is the whole environment; nil stands for this process's.
func RunCollector(ctx context.Context, env []string, command string, files ...string) (stderr string, err error) {
	path, err := collectorBinary.find()
	if err != nil {
		return "", err
	}
	args, err := configArgs(append([]string{defaultConfig}, files...))
	if err != nil {
		return "", err
	}
	if command != "" {
		args = append([]string{command}, args...)
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = env
	var text bytes.Buffer
	cmd.Stderr = &text
	err = cmd.Run()
	return text.String(), err
}
