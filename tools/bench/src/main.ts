import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@waybill/embedded-postgres';
import { benchEndToEnd } from './bench-end-to-end';
import { benchHandle } from './bench-handle';
import { benchGroups } from './ingress/bench-groups';
import { benchHostile } from './ingress/bench-hostile';
import { benchUsers } from './ingress/bench-users';
import { IngressProcess } from './ingress/ingress-process';
import { benchPlan } from './rules/bench-plan';
import { benchRules } from './rules/bench-rules';
import { benchLimit } from './samanage/bench-limit';

type Bench = 'rules' | 'plan' | 'handle' | 'users' | 'groups' | 'hostile' | 'end-to-end' | 'apart' | 'limit';

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
    if (wanted('rules')) benchRules();
    if (wanted('handle')) await benchHandle(postgres.ownerUrl);
    if (wanted('plan')) await benchPlan(postgres.ownerUrl);
    await benchIngress(wanted, postgres);
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  if (wanted('end-to-end')) await benchEndToEnd('all-in-one');
  if (wanted('apart')) await benchEndToEnd('apart');
  if (wanted('limit')) await benchLimit();
}

/** Each with a job of its own, so that none finds what another made. */
const onIngress = { users: benchUsers, groups: benchGroups, hostile: benchHostile } as const;

async function benchIngress(
  wanted: (name: Bench) => boolean,
  { ownerUrl, pid }: { readonly ownerUrl: string; readonly pid: number },
): Promise<void> {
  for (const [name, bench] of Object.entries(onIngress)) {
    if (!wanted(name as Bench)) continue;
    const ingress = await IngressProcess.start(ownerUrl, pid);
    await bench(ingress).finally(() => ingress.stop());
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
