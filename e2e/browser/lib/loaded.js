// The collector with 1,000 conversations: run.js starts one for all tests, a test that runs without it starts its own.
import { after } from 'node:test';
import { load } from './load.js';

let own;

/** The collector of the 1,000 conversations, for tests that change nothing in it. */
export async function loaded() {
  const url = process.env.E2E_LOADED;
  if (url) return { url, ask: async (path) => (await fetch(`${url}/api/v1${path}`)).json() };
  own ??= load();
  return own;
}

after(async () => (await own)?.stop());
