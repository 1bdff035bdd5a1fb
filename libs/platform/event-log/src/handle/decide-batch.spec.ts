import type { RowChange } from '@waybill/decider';
import {
  club,
  type ClubCommand,
  enter,
  found,
  join,
  leave,
  memberRows,
  type PersonCommand,
  personRows,
  remove,
  replace,
} from '../testing/club';
import { asking, contextWith } from '../testing/deciding';
import { type BatchDecision, decideBatch } from './decide-batch';
import type { Submission } from './submission';

const people: RowChange[] = ['ann', 'ben', 'cleo', 'dora'].map((key) => ({
  collection: personRows,
  owner: 'job-1',
  key,
  row: {},
}));
const member = (key: string, rank = 'player'): RowChange => ({
  collection: memberRows,
  owner: 'chess',
  key,
  row: { rank },
});

const decideTogether = (submissions: readonly Submission[], rows: readonly RowChange[] = people) =>
  decideBatch(submissions, contextWith(submissions, rows));
const decide = (commands: readonly (ClubCommand | PersonCommand)[], rows: readonly RowChange[] = people) =>
  decideTogether(
    commands.map((command) => asking([command])),
    rows,
  );
/** What each submission changed of the members, as `+` and `-`. */
const changes = ({ results }: BatchDecision) =>
  results.map((result) =>
    result.kind === 'handled'
      ? result.events.map(({ data }) => {
          const { added = [], removed = [] } = data as { added?: string[]; removed?: string[] };
          return [...added.map((each) => `+${each}`), ...removed.map((each) => `-${each}`)].join(' ');
        })
      : result.kind,
  );

describe('rows in a batch', () => {
  it('are as they are stored for the first who needs them', () => {
    expect(changes(decide([join('chess', ['ann', 'ben'])], [...people, member('ann')]))).toEqual([['+ben']]);
  });

  it('are as the command before left them', () => {
    expect(changes(decide([join('chess', ['ann']), join('chess', ['ann']), leave('chess', ['ann'])]))).toEqual([
      ['+ann'],
      [],
      ['-ann'],
    ]);
  });

  it('are changed as often as commands change them', () => {
    const decided = decide([join('chess', ['ann'], 'captain'), join('chess', ['ann']), join('chess', ['ann'])]);
    expect(changes(decided)).toEqual([['+ann'], ['+ann'], []]);
  });

  it('that were taken away are gone, and are there again when they are put back', () => {
    const commands = [leave('chess', ['ann']), leave('chess', ['ann']), join('chess', ['ann']), join('chess', ['ann'])];
    expect(changes(decide(commands, [...people, member('ann')]))).toEqual([['-ann'], [], ['+ann'], []]);
  });

  it('of one owner are not those of another', () => {
    expect(changes(decide([join('chess', ['ann']), join('go', ['ann'])]))).toEqual([['+ann'], ['+ann']]);
  });

  it('are seen as a whole with all that was done to them', () => {
    const commands = [leave('chess', ['ann']), join('chess', ['cleo']), replace('chess', ['ben', 'dora'])];
    expect(changes(decide(commands, [...people, member('ann'), member('ben')]))).toEqual([
      ['-ann'],
      ['+cleo'],
      ['+dora -cleo'],
    ]);
  });

  it('move with the events of every decider', () => {
    expect(changes(decide([enter('eve'), join('chess', ['eve']), remove('eve'), join('go', ['eve'])]))).toEqual([
      [''],
      ['+eve'],
      [''],
      'refused',
    ]);
  });

  it('are seen by the later commands of a submission', () => {
    const together = asking([join('chess', ['ann']), join('chess', ['ann', 'ben']), replace('chess', ['ben'])]);
    expect(changes(decideTogether([together]))).toEqual([['+ann', '+ben', '-ann']]);
  });

  it('are forgotten with a submission that is refused', () => {
    const refused = asking([join('chess', ['ann']), leave('chess', ['ben']), join('chess', ['nobody'])]);
    const after = asking([join('chess', ['ann', 'ben']), leave('chess', ['ben'])]);
    expect(changes(decideTogether([refused, after], [...people, member('ben')]))).toEqual([
      'refused',
      ['+ann', '-ben'],
    ]);
  });

  it('keep what was settled before a submission that is refused', () => {
    const refused = asking([leave('chess', ['ann']), join('chess', ['nobody'])]);
    const joining = asking([join('chess', ['ann'])]);
    expect(changes(decideTogether([joining, refused, joining]))).toEqual([['+ann'], 'refused', []]);
  });

  it('are the same when a batch is decided again', () => {
    const submissions = [
      asking([found('chess', 'Chess'), join('chess', ['ann'])]),
      asking([join('chess', ['ann', 'ben'])]),
      asking([replace('chess', ['cleo'])]),
    ];
    const context = contextWith(submissions, [...people, member('dora')]);
    const first = decideBatch(submissions, context);
    expect(changes(decideBatch(submissions, context))).toEqual(changes(first));
    expect(changes(first)).toEqual([['', '+ann'], ['+ben'], ['+cleo -ann -ben -dora']]);
    const taken = { ...context, claimHolders: new Map([['club-name:Chess', 'club-other']]) };
    expect(changes(decideBatch(submissions, taken))).toEqual(['refused', ['+ann +ben'], ['+cleo -ann -ben -dora']]);
  });
});

describe('rows that cannot be seen', () => {
  const neighbours = [asking([join('chess', ['ann'])]), asking([join('chess', ['ann'])])] as const;
  const between = (rules: Partial<typeof club>) => [
    neighbours[0],
    asking([join('chess', ['ben'])], { ...club, ...rules }),
    neighbours[1],
  ];

  it.each<[string, Partial<typeof club>, string]>([
    ['were not asked for', { needs: () => [] }, 'row ben of job-1 in person was looked at, and not asked for'],
    [
      'are in no collection of the log',
      { needs: () => [{ collection: 'nowhere', owner: 'chess', keys: 'all' }] },
      'the log has no collection nowhere',
    ],
    [
      'nobody can tell the need of',
      {
        needs: () => {
          throw new RangeError('no idea');
        },
      },
      'no idea',
    ],
  ])('refuse the command alone: those that %s', (_, rules, message) => {
    const decision = decideTogether(between(rules));
    expect(changes(decision)).toEqual([['+ann'], 'refused', []]);
    expect(decision.results[1]).toMatchObject({ error: { kind: 'internal', message } });
  });
});
