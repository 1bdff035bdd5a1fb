import type { PoolClient } from 'pg';
import type { Collection } from '../collection';
import { type Sql, together } from '../database';
import type { LoggedEvent } from '../logged-event';
import { reach } from '../steps';
import { readClaimHolders, readWorkingSet } from './batch-reads';
import { writeDecision } from './batch-writes';
import { nobody } from './claims';
import { type BatchContext, type BatchDecision, decideBatch } from './decide-batch';
import { readNeededRows } from './needed-rows';
import type { Submission } from './submission';
import type { WorkingSet } from './working-set';

/** A read model that is written in the appending transaction, because its reader must see his own write. */
export interface InlineReadModel {
  readonly name: string;
  apply(tx: Sql, events: readonly LoggedEvent[]): Promise<void>;
}

export interface BatchRules {
  readonly versionOf: BatchContext['versionOf'];
  readonly inline: readonly InlineReadModel[];
  readonly collections: readonly Collection[];
}

// The lock is taken first, so that nothing can deadlock and nothing else appends meanwhile. Its key is the schema:
// two logs of one database do not wait for each other.
const lock = `SELECT pg_advisory_xact_lock(hashtextextended('waybill log ' || current_schema(), 0))`;
const begin = `BEGIN; ${lock}`;

/** Takes the log for the rest of a transaction. */
export async function lockLog(client: PoolClient): Promise<void> {
  await client.query(lock);
}

/**
 * Handles a batch of submissions in one transaction (architecture §4, steps 1 to 6).
 *
 * @returns what was decided, after the commit
 * @throws whatever the database says; then nothing of the batch happened, unless the connection was lost during the
 *   commit itself
 */
export async function runBatch(
  client: PoolClient,
  submissions: readonly Submission[],
  rules: BatchRules,
): Promise<BatchDecision> {
  try {
    const [, found, rows] = await together(client, () => [
      client.query(begin),
      readWorkingSet(client, submissions),
      readNeededRows(client, submissions, rules.collections),
    ]);
    reach('handle.read');
    const decision = await settle(client, submissions, { ...found, rows }, rules.versionOf);
    reach('handle.decided');
    await together(client, () => [
      writeDecision(client, submissions, decision),
      ...writeModels(client, rules, decision),
    ]);
    reach('handle.written');
    await client.query('COMMIT');
    reach('handle.committed');
    return decision;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

const writeModels = (client: PoolClient, { inline }: BatchRules, { events }: BatchDecision): Promise<void>[] =>
  events.length === 0 ? [] : inline.map((model) => model.apply(client, events));

/** Decides until every key that was taken for free has been read and is free. */
async function settle(
  tx: Sql,
  submissions: readonly Submission[],
  workingSet: WorkingSet,
  versionOf: BatchContext['versionOf'],
): Promise<BatchDecision> {
  const claimHolders = new Map<string, string>();
  const recordedAt = new Date().toISOString();
  for (;;) {
    const decision = decideBatch(submissions, { workingSet, claimHolders, recordedAt, versionOf });
    if (decision.unreadClaims.size === 0) return decision;
    let allFree = true;
    for (const [key, holder] of await readClaimHolders(tx, decision.unreadClaims, nobody)) {
      claimHolders.set(key, holder);
      allFree &&= holder === nobody;
    }
    if (allFree) return decision;
  }
}
