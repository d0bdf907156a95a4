// Package toolresult judges the results of tools: whether a call failed, and how, by the fields of a structured
// result or by the form of a plain text. What is merely about errors has no such form. It also sorts the texts of errors that
// are known to be errors, a tool's or a span's, so that all that is said of errors is classified in one place.
package toolresult
