// Package conversation reads conversations out of spans: the messages, whichever
// way a sender writes them down, and the faults that a span tells of without any
// message content.
//
// Reading is in two steps. [Reader.Scan] takes one pass over a span's attributes
// and says whether there is anything to read; a span that no dialect knows costs
// no more than that. [Reader.Messages] then reads the text.
package conversation
