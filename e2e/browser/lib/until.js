import { setTimeout as wait } from 'node:timers/promises';

/** Asks until the answer is true, and returns it; what never comes is an error that names it. */
export async function until(what, ask, { seconds = 20, every = 50 } = {}) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await wait(every);
  }
}
