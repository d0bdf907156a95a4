package planotraces

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configopaque"

	"github.com/otelcol-plano/otelcol-plano/internal/settings"
)

const (
	defaultMaxSizeMiB = 1024
	leastMaxSizeMiB   = 8
	mostMaxSizeMiB    = 1 << 30
	defaultMaxAge     = 7 * 24 * time.Hour
	// leastToken is as short as a token may be, in bytes: what can't be guessed at the rate at which wrong ones are taken.
	leastToken = 16
)

// Config says where traces are kept, how long, and who may see them.
type Config struct {
	// Directory holds the files, and is made where it is missing; empty is a folder of the user who runs the collector.
	Directory string `mapstructure:"directory"`

	// MaxSizeMiB is what the store may take on the disk, at least 8 MiB. The oldest traces go first.
	MaxSizeMiB int64 `mapstructure:"max_size_mib"`

	// MaxAge is how long a trace is kept after its last span came; 0 is as long as there is room.
	MaxAge time.Duration `mapstructure:"max_age"`

	// RefuseOnFailure returns an error to the senders, who send again, where spans can't be kept. Without it they are counted as lost
	// and the pipeline goes on.
	RefuseOnFailure bool `mapstructure:"refuse_on_failure"`

	// Endpoint serves the page, the API and MCP; empty is nowhere.
	Endpoint string `mapstructure:"endpoint"`

	// QueryEndpoint is another address of the same, for Plano's command line, which asks for traces over gRPC; empty is none.
	QueryEndpoint string `mapstructure:"query_endpoint"`

	// Token is what clients must know; empty is none.
	Token configopaque.String `mapstructure:"token"`

	// AllowWithoutToken allows endpoints that other machines reach without a token.
	AllowWithoutToken bool `mapstructure:"allow_without_token"`

	// AllowedHosts are names, beside those of loopback, under which the endpoints may be called, without ports.
	AllowedHosts []string `mapstructure:"allowed_hosts"`

	// OTLPGRPC and OTLPHTTP are where senders send to, which the page tells while nothing has come; empty is not told.
	OTLPGRPC string `mapstructure:"otlp_grpc"`
	OTLPHTTP string `mapstructure:"otlp_http"`
}

func createDefaultConfig() component.Config {
	return &Config{
		MaxSizeMiB:    defaultMaxSizeMiB,
		MaxAge:        defaultMaxAge,
		Endpoint:      "127.0.0.1:16687",
		QueryEndpoint: "127.0.0.1:16688",
		OTLPGRPC:      "127.0.0.1:4317",
		OTLPHTTP:      "http://127.0.0.1:4318",
	}
}

// Validate names every setting that can't be used.
func (c *Config) Validate() error {
	return errors.Join(
		c.validateDirectory(),
		settings.Between("max_size_mib", c.MaxSizeMiB, leastMaxSizeMiB, mostMaxSizeMiB),
		settings.AtLeast("max_age", c.MaxAge, 0),
		c.validateEndpoint("endpoint", c.Endpoint),
		c.validateEndpoint("query_endpoint", c.QueryEndpoint),
		c.validateToken(),
		settings.Each("allowed_hosts", c.AllowedHosts, validateHost),
	)
}

// validateDirectory refuses a folder that depends on where the collector is started.
func (c *Config) validateDirectory() error {
	if c.Directory != "" && strings.TrimSpace(c.Directory) == "" {
		return settings.Must("directory", "be a path or empty", c.Directory)
	}
	return nil
}

func (c *Config) validateEndpoint(key, endpoint string) error {
	if endpoint == "" {
		return nil
	}
	_, port, err := net.SplitHostPort(endpoint)
	if err != nil {
		return settings.Must(key, "be host:port", endpoint)
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 && port != "0" {
		return settings.Must(key, "have a port between 0 and 65535", endpoint)
	}
	if isLoopback(endpoint) || c.Token != "" || c.AllowWithoutToken {
		return nil
	}
	return fmt.Errorf("%s: %q is reached by other machines: token must be set, or allow_without_token", key, endpoint)
}

// validateToken does not quote it.
func (c *Config) validateToken() error {
	if c.Token != "" && len(c.Token) < leastToken {
		return fmt.Errorf("token: must have at least %d bytes, has %d", leastToken, len(c.Token))
	}
	if strings.ContainsFunc(string(c.Token), func(r rune) bool { return r <= ' ' || r > '~' }) {
		return errors.New("token: must have no spaces, control characters or letters beyond ASCII")
	}
	return nil
}

func validateHost(key, host string) error {
	if host == "" || strings.ContainsAny(host, "/ *") || strings.Contains(host, ":") && !isAddress(host) {
		return settings.Must(key, "be a host's name or address without a port", host)
	}
	return nil
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// isLoopback is true for an endpoint that no other machine reaches.
func isLoopback(endpoint string) bool {
	host, _, err := net.SplitHostPort(endpoint)
	if err != nil {
		return false
	}
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.Unmap().IsLoopback()
}

// storeDirectory is the folder of the configuration, or that of the user.
func (c *Config) storeDirectory() (string, error) {
	if c.Directory != "" {
		return filepath.Clean(c.Directory), nil
	}
	return userDirectory()
}
