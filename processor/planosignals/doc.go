//go:generate mdatagen metadata.yaml

// Package planosignals is a processor that reads the conversations in spans and
// writes behavioral signals onto them.
package planosignals
