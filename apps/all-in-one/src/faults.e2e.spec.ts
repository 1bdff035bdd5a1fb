import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describeWithBroker } from '@waybill/testing';

/** Short runs of `npm run faults`; the long ones are for whoever has time. */
describeWithBroker('four services apart', () => {
  it.each([
    ['broker-killed', '8'],
    ['mapping-killed', '10'],
  ])(
    'lose nobody, make nobody twice and write nothing stale: %s',
    (fault, seconds) => {
      const program = join(__dirname, '../../../tools/faults/dist/main.js');
      const args = [program, fault, '--seconds', seconds, '--people', '30', '--rate', '15'];
      const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 170_000 });
      expect(stdout).toMatch('"lost":[],"stale":[],"duplicates":[]');
      expect(status).toBe(0);
    },
    180_000,
  );
});
