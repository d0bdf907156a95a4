//go:generate mdatagen metadata.yaml

// Package journalstorage is a storage extension for queues: what is put in and taken out again is written once.
package journalstorage
