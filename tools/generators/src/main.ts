import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './generated-files';

/** Writes the generated files, or with `--check` says which of them are not what they would be. */
const root = join(__dirname, '../../..');
const checking = process.argv.includes('--check');
const stale: string[] = [];

for (const [path, render] of Object.entries(generatedFiles)) {
  const file = join(root, path);
  const text = render();
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  stale.push(path);
  if (!checking) writeFileSync(file, text);
}

if (checking && stale.length > 0) {
  console.error(`not as generated: ${stale.join(', ')}; run npm run generate`);
  process.exitCode = 1;
}
