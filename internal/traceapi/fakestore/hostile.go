package fakestore

import (
	"fmt"
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// HostileTexts are messages that try to run, to leave their place or to look like something else. Where one ran it would set
// window.owned.
func HostileTexts() []string {
	return []string{
		`<script>window.owned = "script"</script>`,
		`<img src=x onerror="window.owned='img'">`,
		`<svg onload="window.owned='svg'"><animate onbegin="window.owned='animate'" attributeName=x dur=1s></svg>`,
		`[click me](javascript:window.owned='link') ![image](javascript:window.owned='image')`,
		"[data](data:text/html;base64,PHNjcmlwdD53aW5kb3cub3duZWQ9MTwvc2NyaXB0Pg==) <a href=\"JaVaScRiPt:window.owned=1\">x</a>",
		"![tracker](https://tracker.example/pixel.gif) [ref]: javascript:window.owned=1",
		"```html\n</code></pre><script>window.owned='fence'</script>\n```",
		"{{constructor.constructor('window.owned=1')()}} ${window.owned=1} <%= window.owned %>",
		"right-to-left \u202egnp.exe\u202c isolate \u2066abc\u2069 zero\u200bwidth \ufeff end",
		"ANSI \x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\ \x1b[2J\x1b[H \x9b31m \r\x08 bell\x07",
		"nul \x00 and \u2028 line \u2029 paragraph \U000e0041 tag",
		"| a | b |\n| --- | --- |\n| <iframe src=\"javascript:window.owned=1\"></iframe> | <style>*{display:none}</style> |",
		"</textarea></title></template><form action=https://evil.example><input name=token><button>Log in</button></form>",
		strings.Repeat("A", 3000) + " " + strings.Repeat("🚩", 500),
		"Z̷̧̢͖̪̲͈̘͍̬͇͍̦͐̀́̂̃̄̅̆̇̈a̴l̵g̶o̷ " + strings.Repeat("e\u0301", 300),
		"",
	}
}

func hostile() script {
	var steps []step
	for i, text := range HostileTexts() {
		switch i % 3 {
		case 0:
			steps = append(steps, user(text, mark(negative, text, text)))
		case 1:
			steps = append(steps, answer(text))
		default:
			steps = append(steps, call(text, text), failed(text, text, mark(stateError, text, text)))
		}
	}
	return script{
		service: `<b>service</b>`, agent: `"><script>window.owned="agent"</script>`, user: "user\u202eresu", model: "model\x1b[31m",
		score: 8, reason: `<img src=x onerror="window.owned='reason'">`, session: `../../etc/passwd?<script>`,
		contributions: []traceapi.Contribution{{Text: "<script>window.owned='points'</script>", Points: -42}},
		system:        "<script>window.owned='system'</script>", steps: steps,
		tools: []traceapi.ToolDefinition{{Name: "<script>", Description: "<img src=x onerror=window.owned=1>", Parameters: `{"cut off": [1, 2`}},
	}
}

func longMessage() script {
	var text strings.Builder
	for i := 0; text.Len() < 1<<20; i++ {
		fmt.Fprintf(&text, "Line %d of the log: request %d took %d ms and nothing else happened.\n", i, i*7, i%900)
	}
	return script{
		service: "logs", agent: "reader", model: "gemini-2.5-pro", score: 52,
		steps: []step{
			user("What is wrong in this log?\n\n" + text.String()),
			answer("Nothing: all " + "requests took less than a second."),
			call("store", `{"log":`+fmt.Sprintf("%q", text.String()[:40_000])+`}`),
			result("store", text.String()[:200_000]),
		},
	}
}

func manyMessages() script {
	steps := make([]step, 0, 10_000)
	for i := 0; len(steps) < 10_000; i++ {
		var marks []traceapi.Finding
		if i%100 == 99 {
			marks = append(marks, mark(repetition, fmt.Sprintf("again %d", i), "The user said the same again."))
		}
		steps = append(steps, user(fmt.Sprintf("Question %d: what is the status of part %d, again %d?", i, i%17, i), marks...),
			call("get_status", fmt.Sprintf(`{"part":%d}`, i%17)),
			result("get_status", fmt.Sprintf(`{"part":%d,"status":"green"}`, i%17)),
			answer(fmt.Sprintf("Part %d is fine.%s", i%17, strings.Repeat(" It has been for a while.", i%9))))
	}
	return script{
		service: "factory", agent: "operator", model: "gpt-4o-mini", score: 38, reason: "repeated the same 25 times",
		contributions: []traceapi.Contribution{{Text: "repeated itself 25 times", Points: -8}, {Text: "long: 10000 messages", Points: -4}},
		steps:         steps, maxTraces: 100,
	}
}

func noContent() script {
	one := invoiceLoop(3)
	one.noContent = true
	one.service, one.score, one.reason = "bank", 33, "called get_invoice 3 times in a loop"
	return one
}

func bigTrace(spans int, age time.Duration) script {
	one := rateLimited()
	one.service, one.agent = "batch", "crawler"
	one.oneTrace, one.extraSpans, one.age = true, spans, age
	return one
}
