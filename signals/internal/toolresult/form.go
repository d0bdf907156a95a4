package toolresult

import (
	"strings"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/text"
)

// maxFormLines is how many lines at either end of a text are looked at.
const maxFormLines = 4

// errorForm finds the part of a plain text that has the form of an error: a message that opens with
// "Error:", a traceback, a shell's complaint, an exit code, an HTTP status, an error page.
// Text that merely mentions errors has none of these forms.
func (j *Judge) errorForm(head, tail string) (string, bool) {
	if head != "" && head[0] == '<' {
		if title, ok := j.errorPage(head); ok {
			return title, true
		}
		if end := strings.IndexByte(head, '>'); end > 0 && end < 40 && text.ContainsFold(head[:end], "error") {
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
		if j.errorLine(line, n == 0) || n == 0 && j.exitLine(line) {
			return line + "\n" + rest, true
		}
	}
	rest = last
	for n := 0; n < maxFormLines && rest != ""; n++ {
		at := strings.LastIndexByte(rest, '\n')
		line := rest[at+1:]
		rest = rest[:max(at, 0)]
		if j.errorLine(line, false) || j.exitLine(line) {
			return rest[max(0, len(rest)-MaxErrorText/2):] + "\n" + line, true
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
func (j *Judge) errorLine(line string, first bool) bool {
	line = strings.TrimSpace(strings.TrimLeft(line, "#*>;❌⚠️ \t"))
	if line == "" {
		return false
	}
	if exceptionLine(line) || first && (httpLine(line) || j.errorOpening(line)) {
		return true
	}
	return j.shellLine(line)
}

// errorOpening says whether a text opens as an error message does: "Error: ...",
// "Error executing query: ...", "[ERROR] ...", "fatal: ...".
func (j *Judge) errorOpening(line string) bool {
	line = strings.TrimLeft(line, "[(")
	for _, word := range j.openings {
		if len(line) < len(word) || !strings.EqualFold(line[:len(word)], word) {
			continue
		}
		rest := line[len(word):]
		if rest == "" || word[len(word)-1] == ':' || strings.IndexByte(":]!)", rest[0]) >= 0 {
			return true
		}
		if rest[0] != ' ' {
			continue
		}
		colon := strings.IndexByte(rest, ':')
		return colon > 0 && colon < 60 || len(rest) < 120 && !opensTitle(rest[1:])
	}
	return false
}

// opensTitle says whether the words after the first are those of a title, "Can't Buy Me Love", not of a sentence: a
// capital and then a small letter, or no word at all.
func opensTitle(rest string) bool {
	if rest == "" || !text.IsWordByte(rest[0]) {
		return strings.IndexByte("'\"`/<{[$.~*", (rest + " ")[0]) < 0
	}
	return len(rest) > 1 && text.IsUpper(rest[0]) && text.IsLower(rest[1])
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
		if !text.IsWordByte(name[i]) && name[i] != '.' {
			return false
		}
	}
	return strings.HasSuffix(name, "Error") || strings.HasSuffix(name, "Exception")
}

// shellLine says whether a line is a command's complaint, "cat: x: No such file or directory".
func (j *Judge) shellLine(line string) bool {
	colon := strings.Index(line, ": ")
	if colon <= 0 || colon > 40 || len(line) > MaxErrorText || strings.IndexByte(line[:colon], '"') >= 0 {
		return false
	}
	rest := line[colon+2:]
	for _, complaint := range j.complaints {
		if text.ContainsFold(rest, complaint) {
			return true
		}
	}
	return false
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
	if len(line) < 3 || line[0] != '4' && line[0] != '5' || !text.IsDigit(line[1]) || !text.IsDigit(line[2]) {
		return false
	}
	rest := strings.TrimLeft(line[3:], " :-")
	return len(rest) > 0 && len(rest) < len(line)-3 && text.IsUpper(rest[0]) && len(line) < MaxErrorText
}

// exitLine says whether a line tells of an exit code other than 0.
func (j *Judge) exitLine(line string) bool {
	for _, phrase := range j.exits {
		at := text.IndexFold(line, phrase)
		if at < 0 {
			continue
		}
		code := strings.TrimLeft(line[at+len(phrase):], " :=(>")
		return code != "" && code[0] >= '1' && code[0] <= '9' || strings.HasPrefix(code, "-") && len(code) > 1
	}
	return false
}

// errorPage finds the title of an HTML page that reports an error.
func (j *Judge) errorPage(page string) (string, bool) {
	for _, tag := range []string{"<title>", "<h1>"} {
		at := text.IndexFold(page, tag)
		if at < 0 {
			continue
		}
		title := page[at+len(tag):]
		if end := strings.IndexByte(title, '<'); end >= 0 {
			title = title[:end]
		}
		title = strings.TrimSpace(title)
		if httpLine(title) {
			return title, true
		}
		for _, name := range j.pages {
			if len(title) < 60 && text.ContainsFold(title, name) {
				return title, true
			}
		}
	}
	return "", false
}
