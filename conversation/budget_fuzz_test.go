package conversation

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
)

// FuzzNewestFirst holds what is read from the newest message on against what is read from the first one on.
func FuzzNewestFirst(f *testing.F) {
	f.Add(`[{"role":"user","content":"hi"},{"role":"assistant","parts":[{"type":"text","content":"yes"},{"type":"tool_call","name":"f"}]}]`, 5)
	f.Add(`[{"role":"tool","content":[{"type":"image","source":{"data":"x"}},{"type":"text","text":"\u00e9"}]},7,"x",`, 100)
	f.Add(`{"role":"user","content":"data:image/png;base64,eHl6"}`, 3)
	f.Fuzz(func(t *testing.T, text string, maxBytes int) {
		if maxBytes < 1 {
			return
		}
		whole, budgeted := new(builder), new(builder)
		whole.reset(Limits{MaxBytes: 1 << 30})
		whole.readMessages(text)

		for _, limit := range []int{1 << 30, maxBytes} {
			budgeted.reset(Limits{MaxBytes: limit})
			budgeted.readNewest(text)
			slices.Reverse(budgeted.messages)
			size := 0
			for _, m := range budgeted.messages {
				size += len(m.Text) + len(m.Arguments) + len(m.Tool) + len(m.CallID)
			}
			require.LessOrEqual(t, size, limit)
			if !jsonread.Valid(text) || whole.problems[DeepJSON] > 0 || budgeted.problems[DeepJSON] > 0 {
				continue
			}
			newest := whole.messages[max(0, len(whole.messages)-len(budgeted.messages)):]
			if budgeted.problems[TooLarge] == 0 {
				require.Len(t, budgeted.messages, len(whole.messages))
				require.Equal(t, newest, budgeted.messages)
				require.Equal(t, whole.problems, budgeted.problems)
			} else if len(newest) > 1 {
				require.Equal(t, newest[1:], budgeted.messages[1:])
			}
		}
	})
}
