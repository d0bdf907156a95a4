package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/otelcol-plano/otelcol-plano/internal/settings"
)

// localConfig is the repository's otelcol-config.yaml.
//
//go:embed local-config.yaml
var localConfig []byte

// Default address of OTLP over gRPC; over HTTP it is the port above.
const (
	defaultOTLPHost = "127.0.0.1"
	defaultOTLPPort = 4317
	collectorName   = "otelcol-plano"
)

type listenOptions struct {
	host    string
	port    int
	configs []string
}

func newListenCommand(e *environment) *cobra.Command {
	options := &listenOptions{}
	command := &cobra.Command{
		Use:   "listen",
		Short: "Start the collector here, with the store and the page",
		Long: `Listen starts the collector with its default configuration, and shows its log until
Ctrl-C or planotrace stop ends it: OTLP over gRPC on port 4317 and over HTTP on 4318,
the page on http://127.0.0.1:16687. It takes the program otelcol-plano that stands
beside planotrace, or else the one in PATH.
`,
		Example: `  planotrace listen
  planotrace listen --host 0.0.0.0 --port 14317
  planotrace listen --config otelcol-config.yaml --config my.yaml`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := settings.Between("--port", options.port, 1, 65534); err != nil {
				return mistake{err}
			}
			return listen(e, command, options)
		},
	}
	flags := command.Flags()
	flags.StringVar(&options.host, "host", defaultOTLPHost, "`ADDRESS` that takes OTLP; 0.0.0.0 is all of this machine's")
	flags.IntVar(&options.port, "port", defaultOTLPPort, "`PORT` of OTLP over gRPC; over HTTP it is the next one")
	flags.StringArrayVar(&options.configs, "config", nil, "configuration `FILE` of the collector instead of the default; repeatable")
	return command
}

// arguments are those of the collector.
func (o *listenOptions) arguments(command *cobra.Command, config string) (arguments []string) {
	configs := o.configs
	if len(configs) == 0 {
		configs = []string{config}
	}
	for _, file := range configs {
		arguments = append(arguments, "--config", file)
	}
	if !command.Flags().Changed("host") && !command.Flags().Changed("port") {
		return arguments
	}
	for i, protocol := range []struct{ name, told, scheme string }{{"grpc", "otlp_grpc", ""}, {"http", "otlp_http", "http://"}} {
		endpoint := net.JoinHostPort(o.host, strconv.Itoa(o.port+i))
		arguments = append(arguments, "--set", settings.Path("receivers", "otlp", "protocols", protocol.name, "endpoint")+"="+endpoint)
		if len(o.configs) == 0 {
			arguments = append(arguments, "--set", settings.Path("exporters", "planotraces", protocol.told)+"="+protocol.scheme+endpoint)
		}
	}
	return arguments
}

// listen runs the collector until it ends.
func listen(e *environment, command *cobra.Command, o *listenOptions) (err error) {
	program, err := findCollector()
	if err != nil {
		return err
	}
	directory, err := e.stateDirectory()
	if err != nil {
		return err
	}
	pid, err := takePIDFile(directory)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pid.release()) }()
	config := filepath.Join(directory, "otelcol-config.yaml")
	if err := os.WriteFile(config, localConfig, 0o600); err != nil {
		return err
	}
	collector := exec.CommandContext(command.Context(), program, o.arguments(command, config)...) //nolint:gosec // the program is ours
	collector.Stdout, collector.Stderr = command.OutOrStdout(), command.ErrOrStderr()
	collector.Cancel = func() error { return collector.Process.Signal(syscall.SIGTERM) }
	pid.inherit(collector)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	defer signal.Stop(signals)
	if err := collector.Start(); err != nil {
		return fmt.Errorf("%s: %w", program, err)
	}
	if err := pid.write(collector.Process.Pid); err != nil {
		return errors.Join(err, collector.Process.Kill(), collector.Wait())
	}
	ended := make(chan error, 1)
	go func() { ended <- collector.Wait() }()
	for {
		select {
		case got := <-signals:
			// The terminal sends Ctrl-C to the collector, too.
			if got != syscall.SIGINT {
				_ = collector.Process.Signal(got)
			}
		case err := <-ended:
			return collectorEnded(err)
		}
	}
}

// collectorEnded says how the collector ended, where that was not well; it has told itself why.
func collectorEnded(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return fmt.Errorf("%s: %w", collectorName, err)
	}
	return err
}

// findCollector finds the collector beside this program, or in PATH.
func findCollector() (string, error) {
	name := collectorName
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	self, err := os.Executable()
	if err == nil {
		beside := filepath.Join(filepath.Dir(self), name)
		if _, err := os.Stat(beside); !errors.Is(err, fs.ErrNotExist) {
			return beside, err
		}
	}
	program, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("%s stands neither beside planotrace nor in PATH", name)
	}
	return program, nil
}
