import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleTables } from './rules-tables';

/** A line of the prose where a table stands. */
const place = /^<!-- (?<name>[^>]+) -->$/;

/**
 * `docs/rules.md`: how admins read and change rules, and what they mean.
 *
 * @throws Error where the prose names a table that there is not, or leaves one out
 */
export function renderRulesPage(): string {
  const prose = readFileSync(join(__dirname, 'rules-page.md'), 'utf8');
  const left = new Set(Object.keys(ruleTables));
  const lines = prose.split('\n').flatMap((line) => {
    const name = place.exec(line)?.groups?.['name'];
    if (name === undefined) return line;
    const table = ruleTables[name];
    if (!table) throw new Error(`there is no table "${name}" for docs/rules.md`);
    left.delete(name);
    return table();
  });
  if (left.size > 0) throw new Error(`docs/rules.md has no place for ${[...left].join(', ')}`);
  return `${lines.join('\n').trimEnd()}\n`;
}
