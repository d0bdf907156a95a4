// Package senders sends spans with the official OpenTelemetry SDKs, in Go and in
// JavaScript and over every protocol they have, through the built collector into a
// real Jaeger.
package senders
