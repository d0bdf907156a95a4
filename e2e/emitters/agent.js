// The application that is recorded: it asks a model, runs the tools that it calls, and asks again.

/** The scenario that record.js wants; a driver runs in a process of its own. */
export const script = JSON.parse(process.env.EMITTERS_SCENARIO);
export const modelURL = process.env.EMITTERS_MODEL;
export const otlpURL = process.env.EMITTERS_OTLP;
export const session = 'session-1';
export const model = 'gpt-4o-mini';
export const claude = 'claude-sonnet-4-5';
/** A picture of one pixel. */
export const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const scripted = script.turns.flatMap((t) => t.replies).flatMap((r) => r.calls ?? []);
const open = [...scripted];

/** The tools of the scenario: {name, description, parameters}, JSON schema. */
export const tools = [...new Map(scripted.map((c) => [c.name, c])).values()].map(({ name, args }) => ({
  name,
  description: name.replaceAll('_', ' '),
  parameters: {
    type: 'object',
    properties: Object.fromEntries(Object.keys(args).map((key) => [key, { type: 'string' }])),
    required: Object.keys(args),
  },
}));

/** Runs a tool: it returns what the script says, or throws. */
export function run(name, args) {
  const same = (c) => c.name === name && JSON.stringify(c.args) === JSON.stringify(args);
  const found = open.findIndex(same);
  if (found < 0) throw new Error(`no such call in the script: ${name} ${JSON.stringify(args)}`);
  const [{ result, error }] = open.splice(found, 1);
  if (error) throw new Error(error);
  return result;
}

/** Tells whether the script says that the result is that of a failure. */
export const failed = (text) => scripted.some((c) => c.failed && c.result === text);

/**
 * Talks for the user. client.user(text, image) adds a message, client.ask() returns {text, calls}, client.result(call,
 * text, failed) answers a call. trace(fn) runs fn in a span, tool(name, args, fn) in that of a tool.
 */
export async function talk(client, { trace = (fn) => fn(), tool = (name, args, fn) => fn(args) } = {}) {
  const turn = async ({ user, image }) => {
    client.user(user, image);
    for (;;) {
      const { calls } = await client.ask();
      if (!calls?.length) return;
      const results = await Promise.all(calls.map(async (c) => {
        try {
          return await tool(c.name, c.args, (args) => run(c.name, args));
        } catch (error) {
          return `Error: ${error.message}`;
        }
      }));
      calls.forEach((c, i) => client.result(c, results[i], failed(results[i]) || results[i].startsWith('Error:')));
    }
  };
  if (script.traces) for (const t of script.turns) await trace(() => turns(turn, [t]));
  else await trace(() => turns(turn));
}

/** Takes the turns of the user one after another; those that the script lets fail end without an answer. */
export async function turns(take, list = script.turns) {
  for (const t of list) {
    try {
      await take(t);
    } catch (error) {
      expectFailure(error);
    }
  }
}

function expectFailure(error) {
  if (!script.turns.some((t) => t.replies.some((r) => r.status || r.reset))) throw error;
}
