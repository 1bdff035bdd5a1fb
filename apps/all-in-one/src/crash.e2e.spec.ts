import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** A short run of `npm run faults`; the long one is for whoever has time. */
describe('kill -9 while people are pushed', () => {
  it('loses nobody, makes nobody twice, and a planted loss shows', () => {
    const program = join(__dirname, '../../../tools/faults/dist/main.js');
    const args = [program, '--kills', '3', '--people', '40', '--rate', '10', '--port', '0'];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 150_000 });
    expect(stdout).toMatch('conservation shows 1');
    expect(status).toBe(0);
  }, 160_000);
});
