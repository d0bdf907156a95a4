// Makes of what was received a file that is the same whenever it is recorded: ids, times and places of this machine
// are numbered in the order in which they appear.

const firstTime = 1795175829000000000n;
const step = 10_000_000n;
const id = (length, n) => n.toString(16).padStart(length, '0');

/** Attributes that hold how long something took. */
const durations = /(duration|ms_?to|per_?second|latency|time_?to)/i;
/** Attributes that differ from run to run for no reason. */
const random = /\.event_id$|sample_rand$/;
const ofMachine = /^(process|host|os)\./;

/** Returns {spans, logs} as OTLP JSON, one item a line; logs is undefined where there are none. */
export function normalise({ spans, logs }) {
  const names = new Names();
  const text = (items) => names.text(JSON.stringify(items.map(({ resource, scope, item }) => ({
    resource: { attributes: resource.attributes.filter((a) => !ofMachine.test(a.key)) }, scope, item: tidy(item),
  }))));
  const time = (s) => BigInt(s.item.endTimeUnixNano ?? s.item.timeUnixNano ?? 0);
  const start = (s) => BigInt(s.item.startTimeUnixNano ?? 0);
  const byEnd = (list) => [...list].sort((a, b) => Number(time(a) - time(b)) || Number(start(b) - start(a)));
  for (const { item } of byEnd(spans)) names.ids(item);
  for (const { item } of [...spans, ...logs]) names.times(item);
  const read = (list) => JSON.parse(text(byEnd(list)));
  return {
    spans: print('resourceSpans', 'scopeSpans', 'spans', read(spans)),
    logs: logs.length > 0 ? print('resourceLogs', 'scopeLogs', 'logRecords', read(logs)) : undefined,
  };
}

class Names {
  #ids = new Map();
  #times = new Set();
  #uuids = new Map();

  ids({ traceId, spanId, parentSpanId }) {
    for (const [value, length] of [[traceId, 32], [parentSpanId, 16], [spanId, 16]]) {
      if (value && !this.#ids.has(value)) this.#ids.set(value, id(length, this.#ids.size + 1));
    }
  }

  times(item) {
    for (const at of [item, ...(item.events ?? [])]) {
      for (const key of timeKeys) if (at[key]) this.#times.add(BigInt(at[key]));
    }
  }

  text(json) {
    const times = new Map([...this.#times].sort((a, b) => (a < b ? -1 : 1)).map((t, i) => [String(t), String(firstTime + BigInt(i) * step)]));
    return json
      .replace(/"(\d{19})"/g, (all, t) => (times.has(t) ? `"${times.get(t)}"` : all))
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (uuid) => this.#uuid(uuid))
      .replace(/\b[0-9a-f]{32}\b|\b[0-9a-f]{16}\b/g, (value) => this.#ids.get(value) ?? value)
      .replace(/(\\n\s+at [^"\\]*)+/g, '')
      .replace(/(latencyMs\\*":)[\d.]+/g, '$110')
      .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:8080')
      .replace(/(aitxt|aiobj|call|msg|fc)-[A-Za-z0-9]{16,}/g, '$1-000000000000000000000000')
      .replace(/\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '2026-11-20T12:00:00.000Z');
  }

  #uuid(uuid) {
    const otelId = this.#ids.get(uuid.slice(-17).replace('-', ''));
    if (otelId) return `00000000-0000-0000-${otelId.slice(0, 4)}-${otelId.slice(4)}`;
    if (!this.#uuids.has(uuid)) this.#uuids.set(uuid, `00000000-0000-4000-8000-${id(12, this.#uuids.size + 1)}`);
    return this.#uuids.get(uuid);
  }
}

const timeKeys = ['startTimeUnixNano', 'endTimeUnixNano', 'timeUnixNano', 'observedTimeUnixNano'];

/** Leaves out what is zero, and makes constant what differs from run to run. */
function tidy(item) {
  const tidied = { ...item, attributes: attributes(item.attributes) };
  if (item.events?.length > 0) tidied.events = item.events.map((e) => ({ ...e, attributes: attributes(e.attributes), droppedAttributesCount: undefined }));
  for (const key of ['events', 'links']) if (tidied[key]?.length === 0) delete tidied[key];
  for (const key of Object.keys(tidied)) if (key.startsWith('dropped')) delete tidied[key];
  delete tidied.flags;
  delete tidied.traceState;
  return tidied;
}

function attributes(list = []) {
  return list.map(({ key, value }) => {
    if (/(^|\.)port$/.test(key)) return { key, value: { intValue: 8080 } };
    if (random.test(key)) return { key, value: { stringValue: '0' } };
    if (durations.test(key) && value.stringValue === undefined) return { key, value: { doubleValue: 10 } };
    return { key, value };
  });
}

/** Prints one item a line, those of one resource and scope in a row together. */
function print(resources, scopes, items, list) {
  const groups = [];
  for (const { resource, scope, item } of list) {
    const head = `{"resource":${JSON.stringify(resource)},"${scopes}":[{"scope":${JSON.stringify(scope)},"${items}":[\n`;
    if (groups.at(-1)?.head !== head) groups.push({ head, lines: [] });
    groups.at(-1).lines.push(JSON.stringify(item));
  }
  return `{"${resources}":[\n${groups.map((g) => `${g.head}${g.lines.join(',\n')}\n]}]}`).join(',\n')}\n]}\n`;
}
