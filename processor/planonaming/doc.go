//go:generate mdatagen metadata.yaml

// Package planonaming flags the names of spans in trouble, and of the root of their
// trace: "POST /v1/chat/completions gpt-4o 🚩". It also repairs names, services and
// parents that a gateway leaves to be repaired.
package planonaming
