// Package signals says what happened in a conversation between a user and an
// LLM agent: a frustrated user, a looping agent, a failing tool, a happy ending.
//
// It is pure analysis: messages in, a [Report] out. It knows nothing of
// OpenTelemetry, so that any program can use it. The taxonomy is that of "Signals:
// Trajectory Sampling and Triage for Agentic Interactions" (arXiv 2604.00356) and of
// the Plano gateway.
package signals
