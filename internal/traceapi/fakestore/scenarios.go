package fakestore

import (
	"fmt"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// Leaves that the scripts raise.
const (
	escalation  = "interaction.disengagement.escalation"
	quit        = "interaction.disengagement.quit"
	negative    = "interaction.disengagement.negative_stance"
	correction  = "interaction.misalignment.correction"
	rephrase    = "interaction.misalignment.rephrase"
	repetition  = "interaction.stagnation.repetition"
	gratitude   = "interaction.satisfaction.gratitude"
	success     = "interaction.satisfaction.success"
	invalidArgs = "execution.failure.invalid_args"
	stateError  = "execution.failure.state_error"
	notFound    = "execution.failure.tool_not_found"
	retry       = "execution.loops.retry"
	drift       = "execution.loops.parameter_drift"
	rateLimit   = "environment.exhaustion.rate_limit"
	timeout     = "environment.exhaustion.timeout"
)

const explainEscalation = "The user asked for a human."

var supportTools = []traceapi.ToolDefinition{
	{
		Name: "get_invoice", Description: "Looks an invoice up by its number.",
		Parameters: `{"type":"object","properties":{"invoice_id":{"type":"string"}},"required":["invoice_id"]}`,
	},
	{
		Name: "refund", Description: "Gives money back.",
		Parameters: `{"type":"object","properties":{"order":{"type":"string"},"eur":{"type":"number"}}}`,
	},
}

// invoiceLoop calls the same tool with the same wrong argument until the user gives up.
func invoiceLoop(rounds int) script {
	const wrong = `{"error":"invalid_request","message":"invoice_id must be a string"}`
	steps := []step{
		user("Hi, I was charged twice for my subscription in October. Invoice 88. Can I get my money back?"),
		answer("I'm sorry about that! Let me look at invoice 88 for you."),
	}
	first := len(steps)
	for i := range rounds {
		var marks []traceapi.Finding
		if i == 1 {
			marks = []traceapi.Finding{mark(retry, "", fmt.Sprintf("get_invoice was called %d times with the same arguments.", rounds))}
		}
		explain := "The arguments of get_invoice were refused: invoice_id must be a string."
		steps = append(steps, call("get_invoice", `{"invoice_id": 88}`, marks...),
			failed("get_invoice", wrong, mark(invalidArgs, "invoice_id must be a string", explain)))
	}
	calls := make([]int, rounds)
	for i := range calls {
		calls[i] = first + 2*i
	}
	loops := []traceapi.Loop{{
		Signal: retry, Tool: "get_invoice", Rounds: rounds, Calls: calls, Messages: [2]int{first, len(steps)},
		DurationNS: int64(time.Duration(rounds-1) * 7 * time.Second), Tokens: int64(rounds-1) * 2480, USD: float64(rounds-1) * 0.012,
	}}
	steps = append(steps,
		answer("I could not find this invoice. Could you give me the invoice number?"),
		user("I just told you the number. It's invoice 88!", mark(correction, "I just told you the number", "The user corrected the assistant."),
			mark(negative, "I just told you", "The user is annoyed.")),
		answer("Thank you. Could you give me the invoice number, please?",
			mark(repetition, "give me the invoice number", "The assistant said the same again.")),
		user("This is useless. Get me a real person.", mark(escalation, "Get me a real person", explainEscalation),
			mark(negative, "This is useless", "The user is annoyed.")),
		answer("I understand. I'm handing this conversation over to a colleague. Case 4711 was opened."),
	)
	return script{
		service: "support-bot", agent: "support", model: "gpt-4o-mini", score: 12,
		reason: fmt.Sprintf("asked for a human after %d failed calls of get_invoice", rounds),
		contributions: []traceapi.Contribution{
			{Text: "asked for a human", Points: -20},
			{Text: fmt.Sprintf("called get_invoice %d times in a loop", rounds), Points: -10},
			{Text: "complained 2 times", Points: -8},
		},
		system: "You are the support agent of Example Inc. Be kind and brief. Never promise refunds above 100 €.",
		tools:  supportTools, steps: steps, loops: loops,
	}
}

func happyRefund(order string) script {
	return script{
		service: "shop", agent: "orders", model: "claude-sonnet-4", score: 91, reason: "",
		contributions: []traceapi.Contribution{{Text: "said thanks", Points: 15}, {Text: "was told that it works", Points: 15}},
		system:        "You help customers of the shop.", tools: supportTools,
		steps: []step{
			user("My order " + order + " arrived broken, the lamp's glass is in pieces. What can I do?"),
			call("get_order", `{"order":"`+order+`"}`),
			result("get_order", `{"order":"`+order+`","item":"desk lamp","eur":34.9,"delivered":"2025-11-18"}`),
			answer("I'm sorry! I can send you a **new lamp** or give you the 34.90 € back:\n\n" +
				"1. new lamp, arrives on Friday\n2. refund, 3 to 5 days\n\nWhich one do you prefer?"),
			user("The refund please."),
			call("refund", `{"order":"`+order+`","eur":34.9}`),
			result("refund", `{"status":"done"}`),
			answer("Done: 34.90 € are on their way to your card. You need not send the lamp back."),
			user("Perfect, that was quick. Thank you so much!",
				mark(gratitude, "Thank you so much", "The user said thanks."), mark(success, "Perfect", "The user said that it worked.")),
			answer("You're welcome!"),
		},
	}
}

// codingAgent edits a file while its arguments drift.
func codingAgent(file string) script {
	steps := []step{
		user("The test TestParseDuration in " + file + " fails since yesterday. Find out why and fix it."),
		answer("I'll run the test first."),
		call("run_command", `{"command":"go test ./internal/parse -run TestParseDuration"}`),
		result("run_command", "--- FAIL: TestParseDuration (0.00s)\n    duration_test.go:31: got 90m, want 1h30m\nFAIL\nexit status 1"),
		call("read_file", `{"path":"`+file+`"}`),
		result("read_file", "package parse\n\nfunc ParseDuration(s string) (time.Duration, error) {\n"+
			"\tif s == \"\" {\n\t\treturn 0, errEmpty\n\t}\n\treturn time.ParseDuration(s)\n}\n"),
	}
	first := len(steps)
	for i := range 4 {
		var marks []traceapi.Finding
		if i == 3 {
			marks = append(marks, mark(drift, "", "edit_file was called 4 times with arguments that changed a little each time."))
		}
		steps = append(steps, call("edit_file", fmt.Sprintf(`{"path":%q,"old":"return time.ParseDuration(s)","line":%d}`, file, 7+i), marks...),
			failed("edit_file", fmt.Sprintf("error: old text not found at line %d", 7+i),
				mark(stateError, "old text not found", "edit_file was refused in this state: the text is not there.")))
	}
	steps = append(steps,
		call("write_file", `{"path":"`+file+`","content":"package parse\n…"}`),
		result("write_file", "wrote 412 bytes"),
		call("run_command", `{"command":"go test ./internal/parse"}`),
		result("run_command", "ok  \texample.com/app/internal/parse\t0.014s"),
		answer("Fixed. `ParseDuration` now normalises the result:\n\n"+
			"```go\nreturn d.Round(time.Second), nil\n```\n\nAll tests of the package pass."),
		user("No, I didn't ask you to rewrite the whole file, only to fix the test",
			mark(correction, "I didn't ask you to", "The user corrected the assistant.")),
		answer("You're right. I restored the file and changed only the line that matters."),
	)
	return script{
		service: "code-agent", agent: "coder", model: "claude-opus-4", score: 31, reason: "called edit_file 4 times with drifting arguments",
		contributions: []traceapi.Contribution{{Text: "edit_file drifted 4 times", Points: -10}, {Text: "was corrected", Points: -9}},
		system:        "You are a coding agent. Work in the repository at /srv/app.",
		tools:         []traceapi.ToolDefinition{{Name: "run_command"}, {Name: "read_file"}, {Name: "edit_file"}, {Name: "write_file"}},
		steps:         steps, oneTrace: true,
		loops: []traceapi.Loop{{
			Signal: drift, Tool: "edit_file", Rounds: 4, Calls: []int{first, first + 2, first + 4, first + 6}, Messages: [2]int{first, first + 8},
			DurationNS: int64(21 * time.Second), Tokens: 18_400, USD: 0.21,
		}},
	}
}

func rateLimited() script {
	return script{
		service: "search", agent: "researcher", model: "gpt-4o", score: 44, reason: "rate limited 2 times",
		contributions: []traceapi.Contribution{{Text: "rate limited", Points: -5}, {Text: "timed out", Points: -4}},
		steps: []step{
			user("Which of our competitors raised prices this quarter? Give me a table."),
			call("web_search", `{"query":"price increase Q4 2025 cloud storage"}`),
			failed("web_search", "429 Too Many Requests: retry after 20 s",
				mark(rateLimit, "429 Too Many Requests", "The search refused the request: too many of them.")),
			call("web_search", `{"query":"price increase Q4 2025 cloud storage"}`),
			failed("web_search", "context deadline exceeded after 30s",
				mark(timeout, "context deadline exceeded", "The search did not answer in time.")),
			call("web_search", `{"query":"cloud storage price increase"}`),
			result("web_search", `{"hits":[{"title":"Acme raises prices by 8 %"},{"title":"Globex: new price list"}]}`),
			answer("| company | change |\n| --- | --- |\n| Acme | +8 % |\n| Globex | +3 % |\n"),
			user("ok"),
		},
	}
}

func gaveUp() script {
	return script{
		service: "shop", agent: "advisor", model: "gpt-4o-mini", score: 22, reason: "gave up after 3 rephrasings",
		contributions: []traceapi.Contribution{{Text: "gave up", Points: -18}, {Text: "rephrased 3 times", Points: -12}},
		steps: []step{
			user("Do you have the blue jacket in size 46?"),
			answer("We have many jackets! Here is our new collection: https://shop.example/jackets"),
			user("I mean the jacket Nordwand, blue, in size 46", mark(rephrase, "I mean the jacket", "The user said the same in other words.")),
			call("lookup_stock", `{"name":"Nordwand"}`),
			failed("lookup_stock", "unknown tool: lookup_stock", mark(notFound, "unknown tool", "There is no tool lookup_stock.")),
			answer("Our jackets are available from size S to XXL."),
			user("Again: Nordwand. Blue. 46. Yes or no?", mark(rephrase, "Again: Nordwand", "The user said the same in other words.")),
			answer("Which jacket do you mean?"),
			user("Forget it, I'll buy it somewhere else.", mark(quit, "Forget it", "The user gave up.")),
		},
	}
}

func smallTalk(topic string) script {
	return script{
		service: "assistant", agent: "chat", model: "llama-3.3-70b", score: 50,
		steps: []step{
			user("Can you explain " + topic + " to me in two sentences?"),
			answer("Sure. Think of " + topic + " as a way to keep things in order when many do something at once. " +
				"Each one waits for its turn, and nobody is forgotten."),
			user("And what is it good for?"),
			answer("It keeps results right when the order of things would otherwise be up to chance."),
		},
	}
}

func german() script {
	return script{
		service: "hotline-de", agent: "Tarifberater", model: "mistral-large", score: 36, reason: "beschwerte sich 2-mal",
		contributions: []traceapi.Contribution{{Text: "complained 2 times", Points: -14}},
		steps: []step{
			user("Guten Tag, mein Internet ist seit gestern Abend weg. Können Sie bitte die Leitung prüfen?"),
			call("check_line", `{"customer":"DE-8821"}`),
			failed("check_line", "Leitung DE-8821: kein Zugriff", mark(stateError, "kein Zugriff", "check_line was refused in this state.")),
			answer("Haben Sie den Router schon neu gestartet?"),
			user("Ja, drei Mal! Das ist doch ein Witz.", mark(negative, "ein Witz", "The user is annoyed.")),
			answer("Dann schicke ich Ihnen einen Techniker, morgen zwischen 8 und 12 Uhr."),
			user("Na gut."),
		},
	}
}
