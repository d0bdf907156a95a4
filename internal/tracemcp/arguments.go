package tracemcp

import (
	"context"
	"reflect"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// argumentsOf names what a tool takes, by the fields of its input.
func argumentsOf(input reflect.Type) []string {
	var all []string
	for i := range input.NumField() {
		field := input.Field(i)
		if field.Anonymous {
			all = append(all, argumentsOf(field.Type)...)
			continue
		}
		key, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		all = append(all, key)
	}
	return all
}

// adviseArguments tells a caller whose arguments were refused by their schema which ones there are.
func adviseArguments(arguments map[string][]string) mcp.Middleware {
	return func(next mcp.MethodHandler) mcp.MethodHandler {
		return func(ctx context.Context, method string, request mcp.Request) (mcp.Result, error) {
			result, err := next(ctx, method, request)
			called, isCall := request.(*mcp.CallToolRequest)
			answer, isAnswer := result.(*mcp.CallToolResult)
			if !isCall || !isAnswer || !answer.IsError || len(answer.Content) != 1 {
				return result, err
			}
			text, isText := answer.Content[0].(*mcp.TextContent)
			if isText && strings.HasPrefix(text.Text, "validating ") {
				shown, _ := cut(text.Text, maxErrorBytes)
				text.Text = shown + "; " + called.Params.Name + " takes " + strings.Join(arguments[called.Params.Name], ", ")
			}
			return result, err
		}
	}
}
