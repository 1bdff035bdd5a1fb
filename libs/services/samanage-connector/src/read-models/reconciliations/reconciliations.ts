import type { ReconciliationEnded } from '@waybill/contracts';
import { type InlineReadModel, type Migration, roleOf, type Sql } from '@waybill/event-log';
import { accountLinksTable } from '../account-links/account-links';
import { rememberKnown } from './differences';
import { keepPolicy } from './policies';
import { differencesTable, knownTable, policiesTable, runsTable } from './tables';

/**
 * What a run finds is no event: nothing follows from it but changes, and those are told. That it ended is one, and so is
 * the policy.
 */
export const reconciliationsMigration = (schema: string): Migration => ({
  name: 'Reconciliations1764000000140',
  statements: [
    `CREATE TABLE ${schema}.${runsTable} (
       id          uuid        PRIMARY KEY,
       job         text        NOT NULL,
       state       text        NOT NULL DEFAULT 'Waiting',
       trigger     text        NOT NULL,
       repair      boolean     NOT NULL,
       asked_by    text        NOT NULL,
       asked_at    timestamptz NOT NULL DEFAULT now(),
       began_at    timestamptz,
       ended_at    timestamptz,
       attempt     integer     NOT NULL DEFAULT 0,
       failures    integer     NOT NULL DEFAULT 0,
       is_compared boolean     NOT NULL DEFAULT false,
       accounts    integer     NOT NULL DEFAULT 0,
       groups      integer     NOT NULL DEFAULT 0,
       drifted     integer     NOT NULL DEFAULT 0,
       missing     integer     NOT NULL DEFAULT 0,
       repaired    integer     NOT NULL DEFAULT 0,
       error       text
     )`,
    `CREATE UNIQUE INDEX ON ${schema}.${runsTable} (job) WHERE state IN ('Waiting', 'Running')`,
    `CREATE INDEX ON ${schema}.${runsTable} (job, asked_at)`,
    `CREATE TABLE ${schema}.${differencesTable} (
       id              uuid    PRIMARY KEY,
       run             uuid    NOT NULL REFERENCES ${schema}.${runsTable} ON DELETE CASCADE,
       directory_id    uuid    NOT NULL,
       type            text    NOT NULL,
       subject         text    NOT NULL,
       subject_version integer NOT NULL,
       samanage_id     bigint  NOT NULL,
       display_name    text    NOT NULL,
       kind            text    NOT NULL,
       member          text,
       applied         text,
       actual          text,
       wanted          text,
       who_is_right    text    NOT NULL,
       repaired        boolean NOT NULL DEFAULT false
     )`,
    `CREATE INDEX ON ${schema}.${differencesTable} (run, id)`,
    `CREATE INDEX ON ${schema}.${differencesTable} (run, type, directory_id)`,
    `CREATE TABLE ${schema}.${knownTable} (
       subject         text    NOT NULL,
       member          text    NOT NULL,
       subject_version integer NOT NULL,
       actual          text,
       PRIMARY KEY (subject, member)
     )`,
    `CREATE TABLE ${schema}.${policiesTable} (
       job         text        PRIMARY KEY,
       every_hours integer,
       repair      boolean     NOT NULL,
       set_at      timestamptz NOT NULL
     )`,
    // A page of accounts is looked up by what they are called at Samanage.
    `CREATE INDEX ON ${schema}.${accountLinksTable} (job, samanage_id) WHERE samanage_id IS NOT NULL`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${runsTable}, ${schema}.${differencesTable},
       ${schema}.${knownTable}, ${schema}.${policiesTable} TO ${roleOf(schema)}`,
  ],
});

/** Follows what is told of reconciliations: the policy, and that a run has ended. */
export const reconciliations: InlineReadModel = {
  name: runsTable,
  apply: async (tx, events) => {
    for (const { type, job, data } of events) {
      if (type === 'samanage.reconciliation-policy-set') await keepPolicy(tx, job, data as never);
      if (type === 'samanage.reconciliation-ended') await end(tx, data as never);
    }
  },
};

async function end(tx: Sql, ended: ReconciliationEnded['data']): Promise<void> {
  const { runId, compared, drifted, missing, repaired, at } = ended;
  await tx.query({
    name: `end ${runsTable}`,
    text: `UPDATE ${runsTable} SET state = 'Completed', ended_at = $2, accounts = $3, groups = $4, drifted = $5,
        missing = $6, repaired = $7, error = NULL WHERE id = $1`,
    values: [runId, at, compared.accounts, compared.groups, drifted, missing, repaired],
  });
  await rememberKnown(tx, runId);
}
