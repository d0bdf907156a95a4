//go:generate mdatagen metadata.yaml

// Package planonaming flags the names of spans whose signals are concerning, and of the
// root of their trace: "POST /v1/chat/completions gpt-4o 🚩". It can also correct the
// names, services and parents of spans that a gateway sends.
package planonaming
