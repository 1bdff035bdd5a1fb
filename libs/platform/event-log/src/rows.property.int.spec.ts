import type { DomainEvent } from '@waybill/decider';
import fc from 'fast-check';
import type { EventLog } from './event-log';
import { clubCommands, everybodyComes, renamed } from './testing/club-commands';
import { clubMigration, foldedRows, members, people, storedRows } from './testing/club-rows';
import { asking, decideOneByOne } from './testing/deciding';
import { type LogFixture, openLog } from './testing/log-fixture';

const inline = [members, people];
const submissions = fc.array(clubCommands, { minLength: 1, maxLength: 40 });

describe('stored rows', () => {
  let fixture: LogFixture;
  let logs: EventLog[];
  beforeAll(async () => {
    fixture = await openLog([clubMigration], { inline, collections: inline });
    logs = [1, 3, 256].map((batchSize) => fixture.another({ batchSize }).log);
  });
  afterAll(() => fixture.close());

  it('equal the fold of what events do to rows, and are what the next batch is decided on', async () => {
    let run = 0;
    let position = 0;
    const logged: DomainEvent[] = [];
    await fc.assert(
      fc.asyncProperty(submissions, fc.nat({ max: 2 }), async (asked, writer) => {
        run += 1;
        const all = [everybodyComes, ...asked].map((commands) =>
          asking(commands.map((command) => renamed(command, `-${run}`))),
        );
        const log = logs[writer] ?? fixture.log;
        await Promise.all(all.map((submission) => log.submit(submission)));
        const events = await fixture.log.read(position, 10_000);
        position += events.length;
        expect(events.map(({ type, data }) => ({ type, data }))).toEqual(
          decideOneByOne(all).flatMap((decided) => decided ?? []),
        );
        logged.push(...events);
        expect(await storedRows(fixture.pool)).toEqual(foldedRows(logged));
      }),
      { numRuns: 40 },
    );
  });
});
