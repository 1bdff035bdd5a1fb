import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSwitches } from './switches';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
const rows = [...readme.matchAll(/^\| `(\w+)` +\| (\S+) +\|/gm)].map(([, name, value]) => [name, value]);

describe('README.md', () => {
  it('has every switch with the value that it has where it is not set, and no other', () => {
    const expected = Object.entries(defaultSwitches).map(([name, value]) => [name, String(value)]);
    expect(rows.sort()).toEqual(expected.sort());
  });
});
