// Bedrock's Converse.
export const bedrock = {
  serves: (path) => path.endsWith('/converse'),
  answer: (response, n, request, reply) => response.json(200, {
    metrics: { latencyMs: 12 },
    output: {
      message: {
        role: 'assistant',
        content: reply.calls ? reply.calls.map((c) => ({ toolUse: { toolUseId: c.id, name: c.name, input: c.args } })) : [{ text: reply.text }],
      },
    },
    stopReason: reply.calls ? 'tool_use' : 'end_turn',
    usage: { inputTokens: 42, outputTokens: 17, totalTokens: 59 },
  }),
  error: (code) => ({ message: code === 429 ? 'Too many requests, please wait before trying again.' : 'The system encountered an unexpected error.' }),
  errorName: (code) => (code === 429 ? 'ThrottlingException' : 'InternalServerException'),
};
