package conversation

import (
	"strings"

	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
)

// dialect is one way in which senders write conversations into spans. All that is known of
// it stands in its declaration; recognising, dropping, redacting, kinds, sessions and the
// table of senders derive from there.
//
// Keys and names are patterns: "gen_ai.prompt.*" stands for all that begin with what is before
// the star.
type dialect struct {
	// name is the dialect's label in metrics.
	name    string
	senders []sender
	// marks are the attributes that only spans of models, agents, tools and LLM gateways have. The
	// faults of other spans are no signals.
	marks []string
	// services are the names of services (service.name) whose spans are all of that kind.
	services []string
	// only is the pattern of attributes of which all spans of the dialect have one; empty where its content tells it
	// from others.
	only string
	// content is where what was said stands.
	content []content
	events  []event
	// eventFacts are the facts that attributes of events tell, by the name of the event.
	eventFacts map[string]map[string]fact
	// kinds are the attributes that tell the kind of a span, with their values in lower case. Of
	// dialects that disagree the first one in the table counts.
	kinds map[string]map[string]spankind.Kind
	// names are spans that are known by their names.
	names []spanName
	// facts are the attributes that tell of the model, the agent, the tool or what a call cost.
	facts map[string]fact
	// faults are the attributes that tell of trouble.
	faults   map[string]faults.Note
	sessions []sessionKey
	// followed is true where a later call may hold only what follows an answer, whose id no span tells.
	followed bool
	// ownTurn is true where every call holds only its own turn.
	ownTurn bool
	// read reads the messages; nil where content is dropped and redacted, but not read.
	read func(*builder, *Facts)
}

// sender is a library or gateway that writes a dialect, in some versions of it.
type sender struct{ name, versions string }

// content is an attribute that holds what was said.
type content struct {
	key   string
	holds holding
	// onSpan is the pattern of the spans' names where the key holds content; empty is any.
	onSpan string
	// beside is an attribute without which the key of a span holds no content; empty is none.
	beside string
	// fields are the last fields of keys with which a pattern stands for content; none is all.
	fields []string
	// public are the fields behind a pattern's star that hold no content: roles, ids, names of
	// tools.
	public []publicField
}

// event is a span event whose attributes hold what was said.
type event struct {
	name  string
	holds holding
}

// holding says what content is good for.
type holding uint8

const (
	// aside is content that is no message: instructions, a tool's arguments.
	aside holding = iota
	// history holds messages.
	history
	// answer holds messages, the model's answer among them.
	answer
)

// publicField is the last field of an indexed key, a word that the key holds before it, and the form of what it
// shows.
type publicField struct {
	last, within string
	form         wordForm
}

// indexedFields are the public fields of messages that are written as one attribute a field. The
// name of a tool is public, that of a user is not.
var indexedFields = []publicField{
	{last: "role", form: formRole},
	{last: "finish_reason", form: formFinishReason},
	{last: "id", form: formID},
	{last: "tool_call_id", form: formID},
	{last: "name", within: "tool_call", form: formToolName},
	{last: "type", within: "message_content", form: formPartType},
}

// spanName is a span that is known by its name, a pattern.
type spanName struct {
	name string
	// kind is the span's kind, spankind.Other where the name doesn't tell it. A tool's counts where an
	// attribute names the tool.
	kind spankind.Kind
	// fallback is true where the span stands for a model that was asked in place of another.
	fallback bool
}

// anyValue in the kinds of an attribute stands for whatever value it has; it counts where nothing
// else tells the kind.
const anyValue = "*"

// sessionKey is an attribute that names a session, or a conversation in it.
type sessionKey struct {
	key string
	// scope comes before order: a session that holds several conversations stays together.
	scope sessionScope
	// order is the key's place among those of all dialects, the lowest first.
	order int
}

type sessionScope uint8

const (
	ofSession sessionScope = iota
	ofConversation

	// scopes is how many there are.
	scopes
)

// matches tells whether a name is one that a pattern stands for.
func matches(pattern, name string) bool {
	if head, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(name, head)
	}
	return pattern == name
}
