import { anyDecider, type RowsNeeded } from '@waybill/decider';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Collection } from './collection';
import { type EventLog, plainEvents } from './event-log';
import { takeBack } from './handle/take-back';
import { club, type ClubCommand, enter, join, leave, person, type PersonCommand, replace } from './testing/club';
import { clubMigration, foldedRows, members, needlessChanges, people, storedRows } from './testing/club-rows';
import { asking } from './testing/deciding';
import { kinds, type LogFixture, openLog, submission } from './testing/log-fixture';
import { add, wallet } from './testing/wallet';

const inline = [members, people];
const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `person-${from + n}`);

describe('rows that commands need', () => {
  let fixture: LogFixture;
  beforeEach(async () => {
    fixture = await openLog([clubMigration], { inline, collections: inline });
    await fixture.log.submit(asking(numbered(0, 64).map(enter)));
  });
  afterEach(() => fixture.close());

  const submit = (command: ClubCommand | PersonCommand, rules = club, log: EventLog = fixture.log) =>
    log.submit(asking([command], rules));
  const events = () => fixture.log.read(0, 10_000);
  const ofClub = async (name: string) => (await events()).filter(({ stream }) => stream === `club-${name}`);
  const membersOf = async (name: string) =>
    (await storedRows(fixture.pool)).filter(({ collection, owner }) => collection === 'member' && owner === name);

  it('keep all who join at once, in whatever batches', async () => {
    const pauses = fc.array(fc.boolean(), { minLength: 64, maxLength: 64 });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(pauses, fc.integer({ min: 1, max: 64 }), async (pauseBefore, batchSize) => {
        const name = `chess-${(run += 1)}`;
        const { log } = fixture.another({ batchSize });
        const joining = numbered(0, 64).map(async (who, n) => {
          await sleep(pauseBefore.slice(0, n).filter(Boolean).length);
          return submit(join(name, [who]), club, log);
        });
        expect(new Set(kinds(await Promise.all(joining)))).toEqual(new Set(['handled']));
        expect(await ofClub(name)).toHaveLength(64);
        expect(await membersOf(name)).toHaveLength(64);
      }),
      { numRuns: 4 },
    );
  });

  it('let one of sixteen equal joins be an event', async () => {
    await Promise.all(Array.from({ length: 16 }, () => submit(join('chess', ['person-1', 'person-2']))));
    expect(await ofClub('chess')).toHaveLength(1);
    expect(needlessChanges(await events())).toEqual([]);
  });

  it('would be changed by each of sixteen equal joins if events did not move them', async () => {
    const forgetful = { ...club, rowChanges: () => [] };
    await Promise.all(Array.from({ length: 16 }, () => submit(join('chess', ['person-1']), forgetful)));
    expect(needlessChanges(await events())).toHaveLength(15);
  });

  it('are neither lost nor doubled by two writers', async () => {
    const { log: other } = fixture.another({ batchSize: 5 });
    const joins = (who: string[], log: EventLog) => who.map((each) => submit(join('chess', [each]), club, log));
    await Promise.all([...joins(numbered(0, 40), fixture.log), ...joins(numbered(24, 64), other)]);
    expect(await membersOf('chess')).toHaveLength(64);
    expect(await ofClub('chess')).toHaveLength(64);
    await Promise.all([
      ...joins(numbered(0, 64), other),
      ...numbered(0, 8).map((_, n) => submit(replace('chess', numbered(n, n + 32)), club, n % 2 ? other : fixture.log)),
      ...numbered(0, 64).map((who, n) => submit(leave('chess', [who]), club, n % 2 ? other : fixture.log)),
    ]);
    expect(needlessChanges(await events())).toEqual([]);
    expect(await storedRows(fixture.pool)).toEqual(foldedRows(await events()));
  });

  it('are asked for once a batch and collection, and not at all where no command needs any', async () => {
    const asked: (readonly RowsNeeded[])[] = [];
    const collections = inline.map((each): Collection => ({
      name: each.name,
      read: (tx, needed) => {
        asked.push(needed);
        return each.read(tx, needed);
      },
    }));
    const { log } = fixture.another({ collections });
    await log.submit(submission(wallet, add('a', 1)));
    await submit(enter('somebody'), club, log);
    expect(asked).toEqual([]);
    await Promise.all([
      submit(join('chess', ['person-1']), club, log),
      submit(replace('go', ['person-2']), club, log),
      submit(leave('go', ['person-3']), club, log),
      submit(leave('chess', ['person-3']), club, log),
    ]);
    expect(asked).toEqual([
      [
        { collection: 'member', owner: 'chess', keys: ['person-1', 'person-3'] },
        { collection: 'member', owner: 'go', keys: 'all' },
      ],
      [{ collection: 'person', owner: 'job-1', keys: ['person-1', 'person-2'] }],
    ]);
  });

  it('are refused by name where the log has no such collection, and to nobody else', async () => {
    const { log } = fixture.another({ collections: [people] });
    const results = await Promise.all([
      submit(enter('ann'), club, log),
      submit(join('chess', ['ann']), club, log),
      submit(enter('ben'), club, log),
    ]);
    expect(kinds(results)).toEqual(['handled', 'refused', 'handled']);
    expect(results[1]).toMatchObject({ error: { kind: 'internal', message: 'the log has no collection member' } });
  });

  it('come back with a log that is taken back', async () => {
    await Promise.all(numbered(0, 5).map((who) => submit(join('chess', [who]))));
    await submit(leave('chess', ['person-3']));
    const restored = await openLog([clubMigration], { inline, collections: inline });
    const deciders = { club: anyDecider(club), person: anyDecider(person) };
    await takeBack(restored.pool, await events(), { types: plainEvents, inline, deciders });
    expect(await storedRows(restored.pool)).toEqual(await storedRows(fixture.pool));
    const results = [
      await submit(join('chess', ['person-1']), club, restored.log),
      await submit(join('chess', ['person-3']), club, restored.log),
    ];
    expect(results).toMatchObject([{ events: [] }, { events: [{ type: 'test.members-changed' }] }]);
    await restored.close();
  });
});
