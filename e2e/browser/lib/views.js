// Every view of the page, as an address and what it shows when it is there.

const shows = (...ids) => async (page) => {
  for (const id of ids) await page.getByTestId(id).first().waitFor();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
};

/** The views over a store with conversations: the worst one, its trace and the first issue stand for all of their kind. */
export async function views(collector) {
  const { conversations: [worst, second] } = await collector.ask('/conversations?limit=2');
  const full = await collector.ask(`/conversations/${worst.id}`);
  const trace = full.trace_list[0].trace_id;
  const other = (await collector.ask(`/conversations/${second.id}`)).trace_list[0].trace_id;
  const { issues: [issue] } = await collector.ask('/issues?limit=1');
  const finding = full.findings.find((f) => f.message >= 0);
  return [
    { name: 'conversations', path: '/', ready: shows('conversation-row', 'chart') },
    { name: 'conversations-newest', path: '/?order=newest&since=6h', ready: shows('conversation-row') },
    { name: 'search', path: '/?q=quality:severe%20signal:escalation', ready: shows('conversation-row') },
    { name: 'nothing-found', path: '/?q=nobodysaidthisever', ready: shows('nothing') },
    { name: 'search-mistake', path: '/?q=quality:purple', ready: shows('problem'), expected: [/status of 400/] },
    { name: 'conversation', path: `/conversations/${worst.id}`, ready: shows('message', 'side') },
    { name: 'message', path: `/conversations/${worst.id}?m=${finding.message}`, ready: shows('annotation') },
    { name: 'conversation-trace', path: `/conversations/${worst.id}?tab=trace`, ready: shows('span') },
    { name: 'conversation-attributes', path: `/conversations/${worst.id}?tab=attributes`, ready: shows('attribute') },
    { name: 'conversation-raw', path: `/conversations/${worst.id}?tab=raw`, ready: shows('raw') },
    { name: 'conversation-missing', path: '/conversations/0123456789abcdef', ready: shows('problem'), expected: [/status of 404/] },
    { name: 'traces', path: '/traces', ready: shows('trace-row') },
    { name: 'trace', path: `/traces/${trace}`, ready: shows('span') },
    { name: 'issues', path: '/issues', ready: shows('issue-row') },
    { name: 'issue', path: `/issues/${issue.id}`, ready: shows('issue') },
    { name: 'trends', path: '/trends', ready: shows('trend-panel') },
    { name: 'trends-model', path: '/trends?by=model&measure=tokens', ready: shows('trend-panel') },
    { name: 'trends-beside', path: '/trends?beside=before&since=6h', ready: shows('trend-panel') },
    { name: 'compare', path: `/compare/${worst.id}/${second.id}`, ready: shows('differences', 'column-a') },
    { name: 'compare-traces', path: `/compare/${trace}/${other}`, ready: shows('span') },
    { name: 'no-such-page', path: '/nowhere', ready: shows('nothing') },
  ];
}
