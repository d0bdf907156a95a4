package planosignals

import "github.com/otelcol-plano/otelcol-plano/conversation"

var treatments = map[Content]conversation.Treatment{
	ContentKeep:   conversation.Keep,
	ContentRedact: conversation.Redact,
	ContentDrop:   conversation.Drop,
	ContentHash:   conversation.Hash,
}

// newContentPolicy says what the settings mean for what leaves the processor.
func newContentPolicy(config *Config) conversation.ContentPolicy {
	return conversation.ContentPolicy{
		Messages: treatments[config.Content], Faults: treatments[config.faultContent()], MaxBytes: config.MaxBytes,
		HashKey: []byte(config.HashKey),
	}
}
