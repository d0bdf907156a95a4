// What a user, a model and its tools say in each recording. A reply of the model is a text, calls of tools, an
// HTTP status or a reset of the connection; every request takes the next one.

const call = (name, args, result) => ({ name, args, result });
const fails = (name, args, error) => ({ name, args, result: error, failed: true });
const throws = (name, args, error) => ({ name, args, error });
const calls = (...list) => ({ calls: list });
const says = (text) => ({ text });
const status = (code) => ({ status: code });
const reset = { reset: true };

const coder = 'You are a coding agent. Use the tools to read files, edit them and run the tests.';
const shop = 'You are the support of a shop.';
const airline = 'You are the support of an airline.';

const order = { order: 'A-1001' };
const parcel = [
  calls(call('find_order', order, '{"order":"A-1001","status":"shipped","arrives":"Tuesday"}')),
  says('Your order A-1001 has been shipped and arrives on Tuesday.'),
];
const asked = 'Where is my order A-1001?';
const tests = { path: 'tests/test_dates.py' };

export const scenarios = {
  good: {
    system: coder,
    turns: [
      {
        user: 'parse_date in src/dates.py crashes on "2024-02-30". It should return None there.',
        replies: [
          calls(
            call('read_file', { path: 'src/dates.py' }, 'def parse_date(value):\n    return date(*map(int, value.split("-")))\n'),
            call('run_tests', tests, '12 passed in 0.41s\nexit code 0'),
          ),
          calls(call('edit_file', { path: 'src/dates.py', text: 'def parse_date(value): ...' }, 'edited src/dates.py: 1 hunk applied')),
          calls(call('run_tests', tests, '13 passed in 0.39s\nexit code 0')),
          says('parse_date now returns None for impossible days, and all 13 tests pass.'),
        ],
      },
      { user: 'Perfect, all tests pass now. Thank you!', replies: [says('Glad to help.')] },
    ],
  },
  refund: {
    system: airline,
    turns: [
      {
        user: 'Hi, I need to cancel my flight reservation ABC123 and get a refund.',
        replies: [
          calls(fails('get_reservation', { id: 'ABC123' }, 'Error: invalid argument: id must be a 6 digit code')),
          says('I could not find this reservation. Could you give me the code again?'),
        ],
      },
      {
        user: 'No, I meant the reservation under my name, that is not what I asked.',
        replies: [says('I could not find this reservation. Could you give me the code again?')],
      },
      { user: 'THIS IS RIDICULOUS, you are not helping at all!!!', replies: [says('I am sorry for the trouble. How else can I help?')] },
      { user: 'Forget it, let me talk to a human agent.', replies: [says('I understand.')] },
    ],
  },
  german: {
    system: 'Du bist der Kundendienst eines Ladens.',
    turns: [
      { user: 'Wo ist meine Bestellung A-1001?', replies: [says('Ich kann diese Bestellung nicht finden. Wie lautet die Nummer?')] },
      { user: 'Nein, das habe ich nicht gefragt. Die Nummer steht doch oben!', replies: [says('Ich kann diese Bestellung nicht finden. Wie lautet die Nummer?')] },
      { user: 'Das ist doch lächerlich, Sie helfen mir überhaupt nicht!!!', replies: [says('Das tut mir leid.')] },
      { user: 'Ich möchte mit einem Mitarbeiter sprechen.', replies: [says('Ich verstehe.')] },
    ],
  },
  spanish: {
    system: 'Eres el servicio de atención de una tienda.',
    turns: [
      { user: '¿Dónde está mi pedido A-1001?', replies: [says('No encuentro ese pedido. ¿Puede repetir el número?')] },
      { user: 'No, eso no es lo que pregunté.', replies: [says('No encuentro ese pedido. ¿Puede repetir el número?')] },
      { user: '¡¡¡Esto es ridículo, no me está ayudando en nada!!!', replies: [says('Lo siento mucho.')] },
      { user: 'Quiero hablar con una persona.', replies: [says('Entiendo.')] },
    ],
  },
  'tool-fails': {
    system: shop,
    turns: [{
      user: asked,
      replies: [
        calls(fails('find_order', { order: '1001' }, 'Error: invalid argument: order must look like A-1001')),
        ...parcel,
      ],
    }],
  },
  'tool-throws': {
    system: shop,
    turns: [{
      user: asked,
      replies: [
        calls(throws('find_order', order, 'connect ECONNREFUSED 10.0.0.7:5432')),
        says('I can not reach the list of orders at the moment.'),
      ],
    }],
  },
  'tool-loop': {
    system: coder,
    turns: [{
      user: 'Make the tests of dates.py pass.',
      replies: [
        ...Array.from({ length: 4 }, () => calls(fails('run_tests', { path: 'test_dates.py' }, 'Error: no such file: test_dates.py'))),
        says('I was not able to run the tests.'),
      ],
    }],
  },
  parallel: {
    system: shop,
    turns: [{
      user: 'Where are my orders A-1001 and A-1002, and my parcel P-7?',
      replies: [
        calls(
          call('find_order', order, '{"order":"A-1001","status":"shipped"}'),
          fails('find_order', { order: 'A-1002' }, 'Error: order A-1002 not found'),
          call('find_parcel', { parcel: 'P-7' }, '{"parcel":"P-7","status":"delivered"}'),
        ),
        says('A-1001 is on its way and parcel P-7 was delivered. I know of no order A-1002.'),
      ],
    }],
  },
  streaming: {
    system: shop,
    stream: true,
    turns: [
      { user: asked, replies: parcel },
      { user: 'That is not what I asked. When exactly on Tuesday?', replies: [says('In the morning, between 8 and 10.')] },
    ],
  },
  image: {
    system: shop,
    turns: [
      { user: 'What is broken on this picture?', image: true, replies: [says('The handle of the cup is broken.')] },
      { user: 'Thanks, exactly!', replies: [says('You are welcome.')] },
    ],
  },
  'rate-limited': {
    system: shop,
    http: true,
    turns: [{ user: asked, replies: parcel }, { user: 'And my other order?', replies: [status(429)] }],
  },
  'first-call-fails': { system: shop, http: true, turns: [{ user: asked, replies: [status(429)] }] },
  retried: { system: shop, http: true, retries: 2, turns: [{ user: asked, replies: [status(429), ...parcel] }] },
  'asked-again': {
    system: shop,
    http: true,
    turns: [{ user: asked, replies: [status(500)] }, { user: 'Are you there? Where is my order?', replies: parcel }],
  },
  'server-error': { system: shop, http: true, retries: 2, turns: [{ user: asked, replies: [parcel[0], status(500), status(500), status(500)] }] },
  reset: { system: shop, http: true, turns: [{ user: asked, replies: [parcel[0], reset] }] },
  'three-faults': { system: shop, http: true, retries: 2, turns: [{ user: asked, replies: [parcel[0], status(429), status(500), reset] }] },
  'streaming-fails': { system: shop, http: true, stream: true, turns: [{ user: asked, replies: [parcel[0], status(500)] }] },
  'off-refund': { of: 'refund', off: true },
  'off-rate-limited': { of: 'rate-limited', off: true },
  'off-reset': { of: 'reset', off: true },
  'off-retried': { of: 'retried', off: true },
  session: { of: 'refund', traces: true },
  chained: { of: 'refund', chained: true },
};

/** Returns a scenario with all that it takes from another one. */
export function scenario(name) {
  const found = scenarios[name];
  return { name, retries: 0, ...(found.of ? scenarios[found.of] : {}), ...found };
}

/** The replies of the model, in the order of the requests. Calls get ids. */
export function repliesOf({ turns }) {
  let calls = 0;
  return turns.flatMap((turn) => turn.replies).map((reply) =>
    reply.calls ? { calls: reply.calls.map((c) => ({ ...c, id: `call_${++calls}` })) } : reply);
}
