import type { InlineReadModel } from '../handle/run-batch';
import { upsertRows } from '../insert-rows';
import type { Migration } from '../schema/migrations';
import type { Subscription } from '../subscriptions/subscription';
import { workListIndex, workListTable } from '../work/work-list';
import { messageFrom, schema } from './log-fixture';
import { roleOf } from '../database';

const role = roleOf(schema);

export const crashMigration: Migration = {
  name: 'CrashWorld1764000000100',
  statements: [
    workListTable(`${schema}.work_v1`),
    workListIndex(`${schema}.work_v1`),
    `CREATE TABLE ${schema}.copy_v1 (position bigint NOT NULL)`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.work_v1, ${schema}.copy_v1 TO ${role}`,
    'CREATE SCHEMA outside',
    // No key: what is done twice shows.
    'CREATE TABLE outside.call (wallet text NOT NULL)',
  ],
};

/** What another service sends: twelve streams with one message each. */
export const messages = Array.from({ length: 12 }, (_, n) =>
  messageFrom(`source-${n}`, 1, `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`, n + 1),
);

/** A wallet that was opened is work for the outside; one that something was added to is done. */
export const work: InlineReadModel = {
  name: 'work_v1',
  apply: async (tx, events) => {
    const wallets = events.map(({ type, data }) => ({ type, wallet: (data as { wallet: string }).wallet }));
    const done = wallets.filter(({ type }) => type === 'test.added').map(({ wallet }) => wallet);
    const columns = ['subject', 'job', 'version', 'priority', 'due_at', 'attempts', 'payload'];
    const opened = wallets.filter(({ type }) => type === 'test.opened');
    await upsertRows(
      tx,
      { table: 'work_v1', key: ['subject'], columns },
      opened.map(({ wallet }) => ({
        subject: wallet,
        job: 'job-1',
        version: 1,
        priority: 1,
        due_at: '2026-01-01T00:00:00Z',
        attempts: 0,
        payload: { wallet },
      })),
    );
    await tx.query({ name: 'work done', text: 'DELETE FROM work_v1 WHERE subject = ANY ($1)', values: [done] });
  },
};

/** Copies each event's position; without a key, so that an event that counted twice shows. */
export const copies: Subscription = {
  name: 'copy_v1',
  batchSize: 5,
  apply: async (tx, events) => {
    await tx.query({
      name: 'copy',
      text: 'INSERT INTO copy_v1 SELECT unnest($1::bigint[])',
      values: [events.map(({ position }) => position)],
    });
  },
};
