// Makes the picture at the top of README.md: the page over the demo.
import { mkdir, stat } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { args, executable } from './lib/chromium.js';
import { Collector } from './lib/collector.js';
import { inRepository } from './lib/paths.js';

const path = inRepository('docs', 'images', 'conversations.png');
const mostBytes = 250_000;

const collector = await Collector.start();
try {
  await collector.ask('/demo', { method: 'POST' });
  const browser = await chromium.launch({ executablePath: executable, args });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, colorScheme: 'light', locale: 'en-GB', reducedMotion: 'reduce' });
    await page.goto(collector.url);
    await page.getByTestId('conversation-row').nth(5).waitFor();
    await page.getByTestId('chart').waitFor();
    await page.evaluate(() => document.fonts.ready);
    await mkdir(inRepository('docs', 'images'), { recursive: true });
    await page.screenshot({ path });
  } finally {
    await browser.close();
  }
} finally {
  await collector.stop();
}
const { size } = await stat(path);
process.stdout.write(`docs/images/conversations.png: ${size} bytes\n`);
if (size > mostBytes) process.exitCode = 1;
