import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@waybill/embedded-postgres';
import { benchEndToEnd } from './bench-end-to-end';
import { benchHandle } from './bench-handle';
import { benchIngress } from './bench-ingress';

type Bench = 'handle' | 'ingress' | 'end-to-end' | 'apart';

/** Benchmarks print their method with their figures; quote medians and ratios. Arguments: which, all without any. */
async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  const wanted = (name: Bench) => asked.length === 0 || asked.includes(name);
  console.log(
    `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), PostgreSQL 18 with durable commits`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'waybill-bench-'));
  const postgres = await startEmbeddedPostgres({ folder, kept: true });
  try {
    if (wanted('handle')) await benchHandle(postgres.ownerUrl);
    if (wanted('ingress')) await benchIngress(postgres.ownerUrl);
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  if (wanted('end-to-end')) await benchEndToEnd('all-in-one');
  if (wanted('apart')) await benchEndToEnd('apart');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
