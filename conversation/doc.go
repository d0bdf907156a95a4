// Package conversation reads conversations out of spans: the messages, whichever
// way a sender writes them down, and the faults that a span tells of without any
// message content.
//
// Reading is in two steps. [Reader.Scan] takes one pass over a span and returns the [Facts]
// if there are any; a span that no dialect knows costs no more than that. [Reader.Messages]
// then reads the text.
//
// What is known of a dialect is declared in one file, with the name of the dialect. The
// table of them is in dialects.go; all else derives from it.
package conversation
