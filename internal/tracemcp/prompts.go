package tracemcp

import (
	"cmp"
	"context"
	"fmt"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// addPrompts offers what people ask most.
func addPrompts(server *mcp.Server) {
	server.AddPrompt(&mcp.Prompt{
		Name:        "why_unhappy",
		Title:       "Why are users unhappy?",
		Description: "Finds out why users are unhappy, with evidence",
		Arguments: []*mcp.PromptArgument{
			{Name: "since", Description: "since when: 2h, 1d (default), yesterday"},
			{Name: "search", Description: "only these conversations: service:shop model:x"},
		},
	}, func(_ context.Context, request *mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
		given := request.Params.Arguments
		text := fmt.Sprintf("Find out why users have been unhappy since %q", cmp.Or(given["since"], "1d"))
		if given["search"] != "" {
			text += fmt.Sprintf(" in the conversations that match %q", given["search"])
		}
		text += ". Ask issues first, then get_conversation for one or two examples of each large issue and get_trace for what failed; " +
			"compare with the time before. Name each cause, how many conversations it hit, since when, the evidence (ids), and what to change."
		return &mcp.GetPromptResult{Messages: []*mcp.PromptMessage{{Role: "user", Content: &mcp.TextContent{Text: text}}}}, nil
	})
}
