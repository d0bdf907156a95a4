package signals

import "strings"

// maxFormLines is how many lines at either end of a text are looked at.
const maxFormLines = 4

// errorForm finds the part of a plain text that has the form of an error: a message that opens with
// "Error:", a traceback, a shell's complaint, an exit code, an HTTP status, an error page.
// Text that merely mentions errors has none of these forms.
func errorForm(head, tail string) (string, bool) {
	if head != "" && head[0] == '<' {
		if title, ok := errorPage(head); ok {
			return title, true
		}
		if end := strings.IndexByte(head, '>'); end > 0 && end < 40 && containsFold(head[:end], "error") {
			return head[end+1:], true
		}
	}
	last := head
	if tail != "" {
		last = tail
	}
	last = strings.TrimRight(last, " \t\r\n")
	if line, ok := tracebackEnd(head, last); ok {
		return line, true
	}
	rest := head
	for n := 0; n < maxFormLines && rest != ""; n++ {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if errorLine(line, n == 0) || n == 0 && exitLine(line) {
			return line + "\n" + rest, true
		}
	}
	rest = last
	for n := 0; n < maxFormLines && rest != ""; n++ {
		at := strings.LastIndexByte(rest, '\n')
		line := rest[at+1:]
		rest = rest[:max(at, 0)]
		if errorLine(line, false) || exitLine(line) {
			return rest[max(0, len(rest)-maxErrorText/2):] + "\n" + line, true
		}
	}
	return "", false
}

// tracebackEnd returns the line of a traceback that names the error. A traceback with
// more than a few lines after it is part of something else.
func tracebackEnd(head, last string) (string, bool) {
	const opening = "Traceback (most recent call last)"
	if !strings.Contains(last, opening) && !strings.Contains(head, opening) {
		return "", false
	}
	rest := last
	for range maxFormLines {
		at := strings.LastIndexByte(rest, '\n')
		if line := strings.TrimSpace(rest[at+1:]); exceptionLine(line) || at < 0 {
			return line, true
		}
		rest = rest[:at]
	}
	return "", false
}

// errorLine says whether a line has the form of an error message.
func errorLine(line string, first bool) bool {
	line = strings.TrimSpace(strings.TrimLeft(line, "#*>;❌⚠️ \t"))
	if line == "" {
		return false
	}
	if exceptionLine(line) || first && (httpLine(line) || errorOpening(line)) {
		return true
	}
	return shellLine(line)
}

// errorOpening says whether a text opens as an error message does: "Error: ...",
// "Error executing query: ...", "[ERROR] ...", "fatal: ...".
func errorOpening(line string) bool {
	line = strings.TrimLeft(line, "[(")
	for _, word := range errorOpenings {
		if len(line) < len(word) || !strings.EqualFold(line[:len(word)], word) {
			continue
		}
		rest := line[len(word):]
		if rest == "" || strings.IndexByte(":]!)", rest[0]) >= 0 {
			return true
		}
		if rest[0] != ' ' {
			continue
		}
		colon := strings.IndexByte(rest, ':')
		return colon > 0 && colon < 60 || len(rest) < 120
	}
	return false
}

var errorOpenings = []string{
	"error", "fatal error", "fatal", "exception", "failed", "failure", "panic", "uncaught", "unhandled exception",
	"err", "npm err!", "validation error", "validation errors", "tool error", "runtime error", "internal error",
	"traceback", "tool execution failed", "execution failed", "command failed", "invalid", "unknown", "unable to", "cannot",
	"could not", "couldn't", "can't", "failed to", "no such", "unrecognized", "unsupported", "missing", "your proposed edit has",
	"no replacement was performed", "command timed out", "timed out", "timeout", "request failed", "request timed out",
	"access denied", "permission denied", "syntax error", "usage", "connection timed out", "connection refused",
	"connection error", "unauthorized", "forbidden", "not found", "bad request", "too many requests",
}

// exceptionLine says whether a line opens with the name of an exception, "ValueError: ...",
// "java.io.IOException: ...".
func exceptionLine(line string) bool {
	colon := strings.IndexByte(line, ':')
	name := line
	if colon >= 0 {
		name = line[:colon]
	}
	if len(name) < 6 || len(name) > 80 || colon < 0 && len(line) > 60 {
		return false
	}
	for i := 0; i < len(name); i++ {
		if c := classes[name[i]]; c < classUpper && name[i] != '.' {
			return false
		}
	}
	return strings.HasSuffix(name, "Error") || strings.HasSuffix(name, "Exception")
}

// shellLine says whether a line is a command's complaint, "cat: x: No such file or directory".
func shellLine(line string) bool {
	colon := strings.Index(line, ": ")
	if colon <= 0 || colon > 40 || len(line) > maxErrorText || strings.IndexByte(line[:colon], '"') >= 0 {
		return false
	}
	rest := line[colon+2:]
	for _, complaint := range shellComplaints {
		if containsFold(rest, complaint) {
			return true
		}
	}
	return false
}

var shellComplaints = []string{
	"command not found", ": not found", "no such file or directory", "permission denied", "is a directory", "not a directory",
	"syntax error", "operation not permitted", "connection refused", "name or service not known",
	"could not resolve host", "temporary failure in name resolution", "unrecognized option", "invalid option",
	"unknown option", "cannot access", "cannot stat", "cannot open", "missing operand", "network is unreachable",
	"no route to host", "connection timed out", "not found in path", "not recognized as an internal",
	"unexpected token", "illegal option", "error:", "paths must precede", "missing argument", "cannot create", "cannot remove",
	"couldn't get address", "extra operand", "numeric argument", "ambiguous redirect", "no such user", "unmatched", "argument list too long", "unbound variable", "bad substitution",
}

// httpLine says whether a line is an HTTP status of failure, "429 Too Many Requests",
// "HTTP/1.1 503".
func httpLine(line string) bool {
	if rest, ok := strings.CutPrefix(line, "HTTP"); ok {
		space := strings.IndexByte(rest, ' ')
		if space < 0 || space > 8 {
			return false
		}
		line = rest[space+1:]
	}
	if len(line) < 3 || line[0] != '4' && line[0] != '5' || classes[line[1]] != classDigit || classes[line[2]] != classDigit {
		return false
	}
	rest := strings.TrimLeft(line[3:], " :-")
	return len(rest) > 0 && len(rest) < len(line)-3 && classes[rest[0]] == classUpper && len(line) < maxErrorText
}

// exitLine says whether a line tells of an exit code other than 0.
func exitLine(line string) bool {
	for _, phrase := range exitPhrases {
		at := indexFold(line, phrase)
		if at < 0 {
			continue
		}
		code := strings.TrimLeft(line[at+len(phrase):], " :=(>")
		return code != "" && code[0] >= '1' && code[0] <= '9' || strings.HasPrefix(code, "-") && len(code) > 1
	}
	return false
}

var exitPhrases = []string{
	"exit code", "exit status", "exited with code", "exited with status", "exited with", "returncode", "return code",
	"non-zero exit status",
}

// errorPage finds the title of an HTML page that reports an error.
func errorPage(text string) (string, bool) {
	for _, tag := range []string{"<title>", "<h1>"} {
		at := indexFold(text, tag)
		if at < 0 {
			continue
		}
		title := text[at+len(tag):]
		if end := strings.IndexByte(title, '<'); end >= 0 {
			title = title[:end]
		}
		title = strings.TrimSpace(title)
		if httpLine(title) {
			return title, true
		}
		for _, name := range []string{"forbidden", "not found", "bad gateway", "unauthorized", "error", "unavailable", "denied", "timeout", "time-out"} {
			if len(title) < 60 && containsFold(title, name) {
				return title, true
			}
		}
	}
	return "", false
}

func containsFold(text, lower string) bool { return indexFold(text, lower) >= 0 }

// indexFold finds an ASCII text in lower case in a text of any case.
func indexFold(text, lower string) int {
	if lower == "" {
		return 0
	}
	first := lower[0]
	for i := 0; i+len(lower) <= len(text); i++ {
		if text[i]|0x20 == first|0x20 && strings.EqualFold(text[i:i+len(lower)], lower) {
			return i
		}
	}
	return -1
}
