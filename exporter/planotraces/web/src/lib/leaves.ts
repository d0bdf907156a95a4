// The signals in words, by the leaf's full name.

export interface Leaf {
  /** What the user or the tool did: "asked for a human". */
  says: string;
  short: string;
  tone: 'bad' | 'warn' | 'good';
  icon: 'user' | 'tool' | 'loop' | 'cloud' | 'thumb' | 'pencil' | 'repeat' | 'help' | 'clock' | 'exit' | 'frown' | 'gauge';
}

const leaf = (says: string, short: string, tone: Leaf['tone'], icon: Leaf['icon']): Leaf => ({ says, short, tone, icon });

const leaves: Record<string, Leaf> = {
  'interaction.misalignment.correction': leaf('Corrected the agent', 'Correction', 'warn', 'pencil'),
  'interaction.misalignment.rephrase': leaf('Rephrased the request', 'Rephrase', 'warn', 'repeat'),
  'interaction.misalignment.clarification': leaf('Did not understand the answer', 'Clarification', 'warn', 'help'),
  'interaction.stagnation.dragging': leaf('The conversation dragged on', 'Dragging', 'warn', 'clock'),
  'interaction.stagnation.repetition': leaf('Repeated a message', 'Repetition', 'warn', 'repeat'),
  'interaction.disengagement.escalation': leaf('Asked for a human', 'Escalation', 'bad', 'user'),
  'interaction.disengagement.quit': leaf('Gave up', 'Quit', 'bad', 'exit'),
  'interaction.disengagement.negative_stance': leaf('Complained', 'Complaint', 'bad', 'frown'),
  'interaction.satisfaction.gratitude': leaf('Thanked', 'Gratitude', 'good', 'thumb'),
  'interaction.satisfaction.confirmation': leaf('Was pleased', 'Confirmation', 'good', 'thumb'),
  'interaction.satisfaction.success': leaf('Said that it worked', 'Success', 'good', 'thumb'),
  'execution.failure.invalid_args': leaf('Called a tool with wrong arguments', 'Wrong arguments', 'bad', 'tool'),
  'execution.failure.tool_not_found': leaf('Called a tool that does not exist', 'Tool not found', 'bad', 'tool'),
  'execution.failure.auth_misuse': leaf('Called a tool without authorization', 'Not authorized', 'bad', 'tool'),
  'execution.failure.state_error': leaf('Asked for what is not possible in this state', 'State error', 'bad', 'tool'),
  'execution.failure.bad_query': leaf('Sent a bad query', 'Bad query', 'bad', 'tool'),
  'execution.loops.retry': leaf('Made the same call over and over', 'Retry loop', 'bad', 'loop'),
  'execution.loops.parameter_drift': leaf('Called the same tool over and over in vain', 'Parameter drift', 'bad', 'loop'),
  'execution.loops.oscillation': leaf('Made the same calls in turn over and over', 'Oscillation', 'bad', 'loop'),
  'environment.exhaustion.rate_limit': leaf('Was rate limited', 'Rate limit', 'warn', 'gauge'),
  'environment.exhaustion.api_error': leaf('A service failed', 'Service error', 'warn', 'cloud'),
  'environment.exhaustion.timeout': leaf('Timed out', 'Timeout', 'warn', 'clock'),
  'environment.exhaustion.network': leaf('The connection failed', 'Network', 'warn', 'cloud'),
  'environment.exhaustion.malformed_response': leaf('Got an unreadable response', 'Malformed response', 'warn', 'cloud'),
  'environment.exhaustion.context_overflow': leaf('Too long for the model', 'Context overflow', 'warn', 'cloud'),
};

/** The words for a signal; one that is not known goes by the end of its name. */
export function leafOf(signal: string): Leaf {
  const known = leaves[signal];
  if (known) return known;
  const name = signal.slice(signal.lastIndexOf('.') + 1).replaceAll('_', ' ') || signal;
  return leaf(name, name, 'warn', 'cloud');
}

/** Whether a signal of a call or its result says that the call failed. */
export const isFailure = (signal: string): boolean => /^(?:execution\.failure|environment\.exhaustion)\./.test(signal);
