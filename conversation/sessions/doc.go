// Package sessions remembers what was read of each session, so that a history that is sent again with each call costs a
// hash, and a signal is told once.
//
// It keeps no text: the state of the analysis ([signals.State]), hashes of messages and of the beginnings of texts, and what was
// told. Whatever it remembers or forgot, a report is that of an analysis of all messages from scratch; where a call holds but
// its own turn, of all messages of the calls before it that are remembered.
package sessions
