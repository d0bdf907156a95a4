// Package jsonl reads conversations from JSON, one object each, in the form of trajectories
// ({"id","messages":[{"from","value"}]}) or of OpenAI's API
// ({"messages":[{"role","content","tool_calls"}]}).
package jsonl

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Conversation is one line.
type Conversation struct {
	// ID is the text of the field "id", empty where there is none.
	ID       string
	Messages []signals.Message
}

// ErrNoMessages is JSON without a list of messages.
var ErrNoMessages = errors.New(`"messages" must be a list`)

// Parse reads one line. Of a line that is JSON the id is returned even with an error. The
// messages keep the line's text in memory.
func Parse(line []byte) (Conversation, error) {
	text := string(line)
	if !jsonread.Valid(text) {
		return Conversation{}, syntaxError(line)
	}
	var c Conversation
	err := c.read(text)
	if err != nil {
		c.ID = idOf(text)
	}
	return c, err
}

// syntaxError says where a line is wrong.
func syntaxError(line []byte) error {
	var value json.RawMessage
	if err := json.Unmarshal(line, &value); err != nil {
		return err
	}
	return jsonread.ErrSyntax
}

// read reads a valid text.
func (c *Conversation) read(text string) error {
	found := false
	r := jsonread.New(text)
	err := fields(&r, func(key string) (err error) {
		switch key {
		case "id":
			c.ID, err = r.TextOrRaw()
		case "messages":
			found, err = c.readMessages(&r)
		default:
			_, err = r.Raw()
		}
		return err
	})
	if err == nil && !found {
		err = ErrNoMessages
	}
	return err
}

func (c *Conversation) readMessages(r *jsonread.Reader) (found bool, err error) {
	if kind, err := r.Kind(); err != nil || kind != jsonread.Array {
		_, err = r.Raw()
		return false, err
	}
	c.Messages = nil
	index := 0
	return true, r.Array(func() error {
		if c.Messages, err = appendMessage(c.Messages, r); err != nil {
			return fmt.Errorf("messages[%d]: %w", index, err)
		}
		index++
		return nil
	})
}

// idOf returns the id of a valid text whose messages can't be read.
func idOf(text string) (id string) {
	r := jsonread.New(text)
	// An error leaves what there is: the text's own has been found already.
	_ = fields(&r, func(key string) (err error) {
		if key == "id" {
			id, err = r.TextOrRaw()
			return err
		}
		_, err = r.Raw()
		return err
	})
	return id
}
