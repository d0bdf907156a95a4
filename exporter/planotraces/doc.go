//go:generate mdatagen metadata.yaml

// Package planotraces is an exporter that keeps traces on the disk of this machine and shows them: as conversations on a page, over
// an HTTP/JSON API, to agents over MCP and to Plano's command line.
package planotraces
