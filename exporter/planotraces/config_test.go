package planotraces

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
)

func TestDefaultConfig(t *testing.T) {
	c := createDefaultConfig().(*Config)
	require.NoError(t, c.Validate())
	require.NoError(t, componenttest.CheckConfigStruct(c))
	assert.True(t, isLoopback(c.Endpoint))
	assert.True(t, isLoopback(c.QueryEndpoint))
	assert.False(t, c.isOpen())
}

func TestValidateNamesTheSetting(t *testing.T) {
	for want, change := range map[string]func(*Config){
		`directory: must be a path or empty, is " "`:                                  func(c *Config) { c.Directory = " " },
		"max_size_mib: must be between 8 and 1073741824, is 7":                        func(c *Config) { c.MaxSizeMiB = 7 },
		"max_age: must be at least 0s, is -1h0m0s":                                    func(c *Config) { c.MaxAge = -time.Hour },
		`endpoint: must be host:port, is "16687"`:                                     func(c *Config) { c.Endpoint = "16687" },
		`query_endpoint: must have a port between 0 and 65535, is "localhost:http"`:   func(c *Config) { c.QueryEndpoint = "localhost:http" },
		`endpoint: must have a port between 0 and 65535, is "localhost:65536"`:        func(c *Config) { c.Endpoint = "localhost:65536" },
		`endpoint: must have a port between 0 and 65535, is "localhost:"`:             func(c *Config) { c.Endpoint = "localhost:" },
		"token: must have at least 16 bytes, has 5":                                   func(c *Config) { c.Token = "short" },
		"token: must have no spaces, control characters or letters beyond ASCII":      func(c *Config) { c.Token = "0123456789abcde\n" },
		`allowed_hosts::0: must be a host's name or address without a port, is "a:1"`: func(c *Config) { c.AllowedHosts = []string{"a:1"} },
		`allowed_hosts::0: must be a host's name or address without a port, is "*"`:   func(c *Config) { c.AllowedHosts = []string{"*"} },
	} {
		c := createDefaultConfig().(*Config)
		change(c)
		assert.EqualError(t, c.Validate(), want)
	}
}

func TestOtherMachinesNeedAToken(t *testing.T) {
	for _, open := range []string{"0.0.0.0:16687", ":16687", "[::]:16687", "192.168.1.5:16687", "example.com:16687"} {
		c := createDefaultConfig().(*Config)
		c.Endpoint = open
		require.ErrorContains(t, c.Validate(), "endpoint: ", open)
		require.ErrorContains(t, c.Validate(), "token must be set, or allow_without_token", open)
		c.Token = "a-token-of-some-length"
		require.NoError(t, c.Validate(), open)
		c.Token, c.AllowWithoutToken = "", true
		require.NoError(t, c.Validate(), open)
		assert.True(t, c.isOpen(), open)
	}
	for _, closed := range []string{"127.0.0.1:1", "127.9.9.9:1", "localhost:1", "[::1]:1", "[::ffff:127.0.0.1]:1", ""} {
		c := createDefaultConfig().(*Config)
		c.Endpoint = closed
		require.NoError(t, c.Validate(), closed)
		assert.False(t, c.isOpen(), closed)
	}
}

func TestErrorsDoNotTellTheToken(t *testing.T) {
	c := createDefaultConfig().(*Config)
	c.Token, c.Endpoint = "tell nobody", ":1"
	assert.NotContains(t, c.Validate().Error(), "nobody")
}

func TestHostsAreThoseListenedOn(t *testing.T) {
	c := createDefaultConfig().(*Config)
	c.AllowedHosts, c.Endpoint = []string{"traces.example.com"}, "myhost:1"
	assert.Equal(t, []string{"traces.example.com", "myhost", "127.0.0.1"}, c.hosts())
	assert.Equal(t, []string{"traces.example.com"}, c.AllowedHosts)
}

func TestStoreDirectory(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("LocalAppData", home)
	t.Setenv("XDG_STATE_HOME", "")
	c := createDefaultConfig().(*Config)
	directory, err := c.storeDirectory()
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(directory, home) && strings.HasSuffix(directory, folder), directory)

	c.Directory = filepath.Join(home, "traces")
	directory, err = c.storeDirectory()
	require.NoError(t, err)
	assert.Equal(t, c.Directory, directory)
}
