// Builds src into dist (or into the folder that the first argument names): one script, one style sheet, the page around them and
// the licences of the packages in them. The same sources give the same bytes.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const dist = process.argv[2] ?? join(here, 'dist');

const result = await build({
  absWorkingDir: here,
  entryPoints: { app: 'src/main.tsx' },
  outdir: dist,
  bundle: true,
  write: false,
  minify: true,
  format: 'esm',
  target: ['chrome123', 'firefox120', 'safari17.5'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  charset: 'utf8',
  metafile: true,
});

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
let page = await readFile(join(here, 'src/index.html'), 'utf8');
for (const file of result.outputFiles) {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const hash = createHash('sha256').update(file.contents).digest('hex').slice(0, 12);
  page = page.replace(`/${name}"`, `/${name}?v=${hash}"`);
  await writeFile(join(dist, name), file.contents);
}
await writeFile(join(dist, 'index.html'), page);
await writeFile(join(dist, 'favicon.svg'), await readFile(join(here, 'src/favicon.svg')));
await writeFile(join(dist, 'THIRD-PARTY.txt'), await licences(result.metafile));

async function licences(metafile) {
  const inputs = Object.keys(metafile.inputs).map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  const parts = [];
  for (const name of [...new Set(inputs.filter(Boolean))].sort()) {
    const folder = join(here, 'node_modules', name);
    const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? (await readFile(join(folder, file), 'utf8')).trim() : '';
    parts.push(`${name} ${version} (${license})\n\n${text}\n`);
  }
  return parts.join(`\n${'-'.repeat(80)}\n\n`);
}
