// Package observability compares what the built collector exposes about itself with
// what the dashboard and the alerts in deploy/observability ask for.
package observability
