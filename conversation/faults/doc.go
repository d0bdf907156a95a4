// Package faults reads the trouble that spans tell of without any message content: a
// status, a gateway's flag, an error's name.
//
// [Facts] collects what the attributes of one span tell and settles on one [Fault]. One
// fault is seen by several spans of a trace; a [Resolver] finds the one that speaks for it.
package faults
