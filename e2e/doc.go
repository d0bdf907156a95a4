// Package e2e runs the built collector against a real Jaeger: spans go in over
// OTLP, and the tests read from Jaeger's query API what a user would see.
package e2e
