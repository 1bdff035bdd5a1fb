import { lifted, notifying, quarantine } from '../../testing/notice-events';
import { isOfNotice, type JobNotices, noticed, type RecordedFact, unknownJob } from './job-notices';
import type { Notice } from './notice';

const start = Date.parse('2026-01-31T12:00:00.000Z');
const hours = (count: number) => new Date(start + count * 3_600_000).toISOString();

type Said = readonly [type: string, data: object, hoursLater?: number];

const serviceOf = (type: string) => (type.startsWith('directory.') ? 'scim-ingress' : 'some-service');

function follow(said: readonly Said[], before: JobNotices = unknownJob) {
  let state = before;
  const notices: Notice[] = [];
  for (const [index, [type, data, later = 0]] of said.entries()) {
    const at = hours(later);
    const fact: RecordedFact = { service: serviceOf(type), eventId: `e${index}`, job: 'job-1', type, data, at };
    const next = noticed(state, fact);
    state = next.state;
    notices.push(...next.notices);
  }
  return { state, notices };
}

const keysAfter = (...said: Said[]) => [...new Set(follow(said).notices.map(({ key }) => key))];

const enter = (more: object = {}): Said => ['samanage.quarantine-entered', { ...quarantine, ...more }];
const lift = (more: object = {}): Said => ['samanage.quarantine-lifted', { ...lifted, ...more }];
const stage = (later: number): Said => ['mapping.change-staged', { action: 'disable', reason: 'too many' }, later];
const allow = (later: number): Said => ['job.deletions-allowed', { allowedBy: 'admin:local', at: hours(later) }, later];
const heard = (later: number, type = 'directory.user-changed'): Said => [type, {}, later];
const { seriesBegan } = quarantine;
const another = { seriesBegan: '2026-02-02T00:00:00.000Z' };

describe('what somebody is written about', () => {
  it.each<[string, Said[], string[]]>([
    ['a quarantine', [enter()], [`quarantine-entered/job-1/${seriesBegan}`]],
    ['it once, however many probes fail', [enter(), enter(), enter()], [`quarantine-entered/job-1/${seriesBegan}`]],
    [
      'each other reason, the first one again included',
      [enter(), enter({ code: 'EncounteredBaseEscrowThreshold' }), enter()],
      [`quarantine-entered/job-1/${seriesBegan}`, 'quarantine-reason-changed/e1', 'quarantine-reason-changed/e2'],
    ],
    [
      'its end, once',
      [enter(), lift(), lift()],
      [`quarantine-entered/job-1/${seriesBegan}`, `quarantine-lifted/job-1/${seriesBegan}`],
    ],
    [
      'the next one, whatever its reason',
      [enter(), lift(), enter(another)],
      [
        `quarantine-entered/job-1/${seriesBegan}`,
        `quarantine-lifted/job-1/${seriesBegan}`,
        `quarantine-entered/job-1/${another.seriesBegan}`,
      ],
    ],
    ['no end of what never began', [lift(), enter(), lift(another)], [`quarantine-entered/job-1/${seriesBegan}`]],
    ['what is held back, once', [stage(0), stage(1), stage(23)], ['deletions-held-back/e0']],
    ['it again a day later', [stage(0), stage(24)], ['deletions-held-back/e0', 'deletions-held-back/e1']],
    [
      'no third time within that day',
      [stage(0), stage(24), stage(47)],
      ['deletions-held-back/e0', 'deletions-held-back/e1'],
    ],
    [
      'it again once all was allowed',
      [stage(0), allow(1), stage(2)],
      ['deletions-held-back/e0', 'deletions-held-back/e2'],
    ],
    ['nothing of what was heard late', [allow(2), stage(1), stage(2)], []],
    ['it once, where the allowance was heard late', [stage(3), allow(1), stage(4)], ['deletions-held-back/e0']],
    [
      'a standby that took over',
      [['samanage.credentials-changed', { how: 'standby-took-over' }]],
      ['standby-took-over/e0'],
    ],
    ['no other credentials', [['samanage.credentials-changed', { how: 'saved' }]], []],
    ['nothing else', [['samanage.account-created', {}], heard(0), ['job.created', { name: 'Samanage' }]], []],
  ])('is %s', (_, said, keys) => {
    expect(keysAfter(...said)).toEqual(keys);
  });

  it.each([
    [[stage(0)], 1, 0],
    [[stage(0), stage(1), stage(2)], 3, 0],
    [[stage(0), stage(1), allow(2), stage(3), stage(4)], 2, 3],
    [[stage(0), stage(1), stage(30)], 3, 0],
  ])('is told how many are held back, and since when', (said, count, since) => {
    expect(follow(said).notices.at(-1)).toMatchObject({ count, since: hours(since), reason: 'too many' });
  });

  it('is told what the reason was before', () => {
    const [, changed] = follow([enter(), enter({ code: 'EncounteredBaseEscrowThreshold' })]).notices;
    expect(changed).toMatchObject({
      before: 'EncounteredQuarantineException',
      quarantine: { code: 'EncounteredBaseEscrowThreshold' },
    });
  });
});

describe('whom it goes to', () => {
  it.each<[string, Said[], string[] | null]>([
    ['nobody has named anybody', [], null],
    ['somebody was named', [['samanage.job-settings-saved', notifying(['a@contoso.com'])]], ['a@contoso.com']],
    ['mails are off', [['samanage.job-settings-saved', notifying(['a@contoso.com'], false)]], null],
    [
      'nothing is said of mails any more',
      [
        ['samanage.job-settings-saved', notifying(['a@contoso.com'])],
        ['samanage.job-settings-saved', { ...notifying([]), notification: null }],
      ],
      null,
    ],
  ])('where %s', (_, said, recipients) => {
    expect(follow(said).state.recipients).toEqual(recipients);
  });
});

describe('a directory', () => {
  const silent: JobNotices = { ...unknownJob, heardAt: hours(1), silentSince: hours(1) };

  it.each(['directory.user-changed', 'directory.request-refused', 'directory.token-issued', 'directory.tally-stated'])(
    'is heard by any event of the SCIM endpoint: %s',
    (type) => {
      expect(follow([heard(3, type), heard(2, type)]).state.heardAt).toBe(hours(3));
    },
  );

  it('that was silent is heard again once', () => {
    const { state, notices } = follow([heard(9), heard(10)], silent);
    expect(notices).toEqual([
      { kind: 'directory-heard', key: `directory-heard/job-1/${hours(1)}`, at: hours(9), since: hours(1) },
    ]);
    expect(state).toMatchObject({ heardAt: hours(10), silentSince: null });
  });

  it('is as silent as before where what it said is older', () => {
    expect(follow([heard(1), heard(0)], silent)).toEqual({ state: silent, notices: [] });
  });
});

it('only some events have a part in it', () => {
  const isOf = (service: string, type: string) => isOfNotice({ service, type });
  expect(isOf('scim-ingress', 'directory.user-changed')).toBe(true);
  expect(isOf('samanage-connector', 'samanage.quarantine-entered')).toBe(true);
  expect(isOf('samanage-connector', 'samanage.account-created')).toBe(false);
});
