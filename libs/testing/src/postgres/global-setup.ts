import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// By path: what Jest loads before its tests does not follow the conditions that tests are resolved with.
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../platform/embedded-postgres/src';

declare global {
  var waybillTestServer: { server: EmbeddedPostgres; folder: string } | undefined;
}

/** One PostgreSQL for the whole run: `TEST_DATABASE_URL`, or one from npm that forgets everything at the end. */
export default async function startTestServer(): Promise<void> {
  const { TEST_DATABASE_URL: given } = process.env;
  if (given) {
    process.env.WAYBILL_TEST_DATABASE_URL = given;
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'waybill-tests-'));
  const server = await startEmbeddedPostgres({ folder, kept: false });
  globalThis.waybillTestServer = { server, folder };
  process.env.WAYBILL_TEST_DATABASE_URL = server.ownerUrl;
}
