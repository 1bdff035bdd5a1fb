import { createTestDatabase } from '@waybill/testing';
import { migrateServices } from '@waybill/service-host';
import { FoldedRows } from '@waybill/decider';
import { Client } from 'pg';
import { subject } from './domain/subject';
import { type SubjectState, unknownSubject } from './domain/subject-state';
import { mappingService } from './mapping.service';
import { subjectStatesMigration } from './read-models/subjects/subject-states';
import { brakeOf, evaluateAgain, takeInUser } from './testing/evaluations';

const account = { email: 'AdeleV@contoso.com', name: 'Adele Vance', role: 'Requester' };

/** Rows as the release before left them: one whose account is wanted, and one whose first change was parked. */
const states = {
  wanted: {
    directoryVersion: 1,
    rulesVersion: 1,
    lastChangeId: 'change-1',
    everDesired: true,
    lastDesired: account,
    parked: null,
    samanageId: 7,
    outcomeOf: 'change-1',
    applied: { email: 'AdeleV@contoso.com', disabled: 'false' },
  },
  parked: {
    directoryVersion: 1,
    rulesVersion: 0,
    lastChangeId: 'change-1',
    everDesired: false,
    lastDesired: null,
    parked: { changeId: 'change-1', cycleId: 'cycle-1', displayName: 'Adele' },
    samanageId: null,
    outcomeOf: null,
    applied: null,
  },
};

describe('the states of users that a former release left', () => {
  const kept: Record<string, SubjectState> = {};

  beforeAll(async () => {
    const database = await createTestDatabase();
    await migrateServices(database.url, [mappingService]);
    const owner = new Client({ connectionString: database.url });
    await owner.connect();
    for (const [name, state] of Object.entries(states)) {
      await owner.query(`INSERT INTO mapping.stream_state VALUES ($1, 'subject', 1, $2)`, [
        `account-${name}`,
        JSON.stringify(state),
      ]);
    }
    await owner.query(
      `INSERT INTO mapping.event_log VALUES (1, 'job-1', 1, 'account-wanted', 1, uuidv7(), 'mapping.account-desired', 1,
        '{"changeId": "change-1", "presence": "enabled"}', '{}', now())`,
    );
    for (const statement of subjectStatesMigration('mapping').statements) await owner.query(statement);
    const { rows } = await owner.query<{ stream: string; state: SubjectState }>(
      'SELECT stream, state FROM mapping.stream_state',
    );
    for (const { stream, state } of rows) kept[stream.replace('account-', '')] = { ...unknownSubject, ...state };
    await owner.end();
    await database.drop();
  });

  const decided = (name: string, command: Parameters<typeof subject.decide>[0]) =>
    subject.decide(command, kept[name] ?? unknownSubject, new FoldedRows().follow(brakeOf({ count: 0 })));

  it('say what was wanted, so that the brake counts those who lose it', () => {
    expect(kept['wanted']).toMatchObject({
      lastDesired: { changeId: 'change-1', presence: 'enabled', account: { values: account, redacted: [] } },
      waiting: null,
    });
    const events = decided('wanted', takeInUser(2, 'inactive'));
    expect(events.map(({ type }) => type)).toEqual(['mapping.user-taken-in', 'mapping.change-staged']);
  });

  it('say which change is parked, so that the next one ends it', () => {
    const events = decided('parked', takeInUser(2, 'active'));
    expect(events.map(({ type }) => type)).toContain('mapping.change-superseded');
  });

  it('do not say what the directory told, so that nobody is evaluated who is not written again', () => {
    expect(decided('wanted', evaluateAgain('m-1', { cause: 'membership' }))).toEqual([]);
  });
});
