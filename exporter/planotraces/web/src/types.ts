// What the API answers, as package internal/traceapi names it. Times are Unix time in nanoseconds as decimal text.

export type Quality = 'Severe' | 'Poor' | 'Neutral' | 'Good' | 'Excellent' | '';
export type Nanos = string;

export interface Page {
  next_cursor?: string;
  partial?: boolean;
}

export interface SignalCount {
  signal: string;
  count: number;
}

export interface Tokens {
  input: number;
  output: number;
  cached?: number;
  reasoning?: number;
}

export interface Waste {
  tokens?: number;
  duration_ms?: number;
  usd?: number;
}

export interface ConversationSummary {
  id: string;
  session?: string;
  quality?: Quality;
  score: number;
  reason?: string;
  first_message?: string;
  last_answer?: string;
  signals?: SignalCount[];
  service?: string;
  agent?: string;
  user?: string;
  models?: string[];
  turns: number;
  tokens: Tokens;
  cost_usd?: number;
  waste?: Waste;
  start_unix_nano: Nanos;
  end_unix_nano: Nanos;
  duration_ns: number;
  traces: number;
  spans: number;
  errors?: number;
  no_content?: boolean;
}

export interface ConversationPage extends Page {
  conversations: ConversationSummary[] | null;
}

export interface Contribution {
  text: string;
  points: number;
}

export interface Finding {
  signal: string;
  message: number;
  confidence: number;
  snippet?: string;
  rule?: string;
  source?: string;
  tool?: string;
  compared_with?: number;
  similarity?: number;
  calls?: number[];
  explanation: string;
  trace_id: string;
  span_id: string;
  time_unix_nano: Nanos;
}

export interface Loop {
  signal: string;
  tool?: string;
  rounds: number;
  calls: number[] | null;
  messages: [number, number];
  duration_ns: number;
  tokens: number;
  usd?: number;
}

export interface ToolDefinition {
  name: string;
  description?: string;
  parameters?: string;
}

export interface Conversation extends ConversationSummary {
  summary?: string;
  contributions?: Contribution[];
  findings?: Finding[];
  loops?: Loop[];
  message_count: number;
  system_instructions?: string;
  tools?: ToolDefinition[];
  trace_list: TraceSummary[] | null;
  content: string;
}

export interface MessagePage {
  messages: Message[] | null;
  total: number;
}

export type Role = 'user' | 'assistant' | 'tool_call' | 'tool_result';

export interface Message {
  index: number;
  role: Role;
  text?: string;
  text_bytes?: number;
  tool?: string;
  call_id?: string;
  arguments?: string;
  arguments_bytes?: number;
  failed?: boolean;
  attachments?: Attachment[];
  trace_id?: string;
  span_id?: string;
  time_unix_nano: Nanos;
  duration_ns?: number;
  model?: string;
  tokens?: Tokens;
  cost_usd?: number;
}

export interface Attachment {
  type: string;
  bytes?: number;
}

export interface TracePage extends Page {
  traces: TraceSummary[] | null;
}

export interface TraceSummary {
  trace_id: string;
  name: string;
  service?: string;
  start_unix_nano: Nanos;
  duration_ns: number;
  spans: number;
  errors?: number;
  quality?: Quality;
  conversations?: string[];
}

export interface Trace {
  trace_id: string;
  conversations?: string[];
  spans: Span[] | null;
}

export type SpanTask = 'model' | 'agent' | 'tool' | 'retrieval' | 'embedding' | '';

export interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: Nanos;
  endTimeUnixNano: Nanos;
  service: string;
  attributes: Attribute[] | null;
  spanKind?: string;
  kind?: SpanTask;
  statusCode?: 'ok' | 'error';
  statusMessage?: string;
  traceState?: string;
  scope?: string;
  scopeVersion?: string;
  resource?: Attribute[];
  events?: SpanEvent[];
  links?: SpanLink[];
  droppedAttributesCount?: number;
  droppedEventsCount?: number;
  droppedLinksCount?: number;
}

export interface Attribute {
  key: string;
  value: Value;
}

export interface Value {
  stringValue?: string;
  intValue?: string;
  doubleValue?: string;
  boolValue?: string;
}

export interface SpanEvent {
  name: string;
  timeUnixNano: Nanos;
  attributes?: Attribute[];
}

export interface SpanLink {
  traceId: string;
  spanId: string;
  attributes?: Attribute[];
}

export interface IssuePage extends Page {
  issues: Issue[] | null;
}

export interface Issue {
  id: string;
  signal: string;
  service?: string;
  tool?: string;
  error?: string;
  title: string;
  count: number;
  conversations: number;
  first_unix_nano: Nanos;
  last_unix_nano: Nanos;
  trend: number[] | null;
  examples: IssueExample[] | null;
}

export interface IssueExample {
  conversation: string;
  message: number;
  snippet?: string;
  time_unix_nano: Nanos;
}

export type TrendsBy = 'quality' | 'signal' | 'service' | 'model' | 'tool' | 'agent';

export interface Trends {
  start_unix_nano: Nanos;
  step_ns: number;
  by: TrendsBy;
  series: Trend[] | null;
}

export interface Trend {
  name: string;
  values: number[];
  poor?: number[];
  tokens?: number[];
  waste_tokens?: number[];
}

export interface Suggestion {
  value: string;
  count: number;
}

export interface Status {
  version: string;
  start_unix_nano: Nanos;
  spans: number;
  traces: number;
  conversations: number;
  oldest_unix_nano: Nanos;
  bytes: number;
  max_bytes: number;
  max_age_ns: number;
  path: string;
  lost: number;
  problem?: string;
  otlp_grpc?: string;
  otlp_http?: string;
  demo_loaded: boolean;
}

export interface Change {
  conversation?: ConversationSummary;
  trace?: string;
}
