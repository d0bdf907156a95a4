//go:generate mdatagen metadata.yaml

// Package planosession is a processor that writes the session of a trace onto every span of
// it, so that all of them are routed alike.
package planosession
