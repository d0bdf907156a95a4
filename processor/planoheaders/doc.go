//go:generate mdatagen metadata.yaml

// Package planoheaders turns request headers into attributes: x-katanemo-user-id
// becomes user.id. It does for any sender what tracing.span_attributes does in the
// Plano gateway.
package planoheaders
