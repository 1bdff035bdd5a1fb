import { changeId, desiredAccount, evaluated, step, toldEvents, userId } from '../testing/told-events';
import type { AdminWord } from './admin-words';
import { bothParts, type ChangeParts, type Course, courseOf } from './change-course';

const at = '2026-01-31T12:00:00.000Z';
const course = (type: string, more: object = {}): Course => courseOf({ type, data: { ...evaluated, ...more } }, at);
const words = ({ opens, passedOn, outcome }: Course) =>
  [opens && 'opens', passedOn && 'passed on', outcome].filter((word) => word).join(', ') || 'nothing';

const steps = [step('EntrySynchronizationScoping', 'scoping')];
const part = { joined: 1, left: 0, cause: 'requested' as const, emptied: false };
const members = { part: 2, parts: 3 };
const lastMembers = { part: 3, parts: 3 };

describe('what an event means for the course of its change', () => {
  it.each<[string, object, string]>([
    ['directory.user-created', { resource: {} }, 'opens'],
    ['directory.members-changed', { ...members, added: [], removed: [], cause: 'requested' }, 'nothing'],
    ['directory.members-changed', { ...lastMembers, added: [], removed: [], cause: 'requested' }, 'opens'],
    ['mapping.account-desired', { account: null }, 'passed on'],
    ['mapping.account-desired', { account: null, cause: 'cycle' }, 'opens, passed on'],
    ['mapping.account-desired', { account: null, cause: 'membership' }, 'opens, passed on'],
    ['mapping.account-desired', { account: null, cause: 'release' }, 'passed on'],
    ['mapping.group-desired', { group: null }, 'passed on'],
    ['mapping.group-desired', { group: null, cause: 'cycle' }, 'opens, passed on'],
    ['mapping.members-desired', { ...members, cause: 'cycle' }, 'nothing'],
    ['mapping.members-desired', { ...lastMembers, cause: 'cycle' }, 'opens, passed on'],
    ['mapping.members-desired', lastMembers, 'passed on'],
    ['mapping.subject-skipped', {}, 'skipped'],
    ['mapping.subject-skipped', { cause: 'cycle' }, 'opens, skipped'],
    ['mapping.change-unchanged', { cause: 'cycle' }, 'opens, unchanged'],
    ['mapping.change-unchanged', { cause: 'release' }, 'unchanged'],
    ['mapping.change-parked', {}, 'nothing'],
    ['mapping.change-parked', { cause: 'membership' }, 'opens'],
    ['mapping.change-staged', {}, 'nothing'],
    ['mapping.change-staged', { cause: 'cycle' }, 'opens'],
    ...(['account', 'group', 'members'] as const).flatMap((of): [string, object, string][] => [
      [`mapping.${of}-desired`, { cause: 'on-demand' }, 'opens, passed on'],
    ]),
    ['mapping.subject-skipped', { cause: 'on-demand' }, 'opens, skipped'],
    ...['change', 'group-change'].flatMap((received): [string, object, string][] => [
      [`samanage.${received}-received`, { account: null, group: null, cause: 'desired' }, 'nothing'],
      [`samanage.${received}-received`, { account: null, group: null, cause: 'desired', onDemand: true }, 'nothing'],
      [`samanage.${received}-received`, { account: null, group: null, cause: 'reference-appeared' }, 'opens'],
      [`samanage.${received}-received`, { account: null, group: null, cause: 'drift' }, 'opens'],
      [`samanage.${received}-received`, { account: null, group: null, cause: 'relinked' }, 'opens'],
    ]),
    ['samanage.members-received', { ...lastMembers, cause: 'desired' }, 'nothing'],
    ['samanage.members-received', { ...members, cause: 'reference-appeared' }, 'nothing'],
    ['samanage.members-received', { ...lastMembers, cause: 'reference-appeared' }, 'opens'],
    ['samanage.memberships-written', { added: [], removed: [] }, 'nothing'],
    ['samanage.change-edited', { account: {}, editedBy: 'admin:local', reason: '' }, 'nothing'],
    ['samanage.change-retried', { retriedBy: 'admin:local' }, 'nothing'],
    ['samanage.link-set', {}, 'nothing'],
  ])('%s %j: %s', (type, more, expected) => {
    expect(words(course(type, more))).toBe(expected);
  });

  it.each(toldEvents)('is of $type, where it speaks of no cause, its outcome alone', ({ type, data }) => {
    const { cause: _, ...rest } = data as { cause?: string };
    expect(courseOf({ type, data: rest }, at)).toMatchObject({ opens: false, passedOn: false, parts: {} });
  });
});

describe('what is known of a change once more is known', () => {
  const written = (joined: string[], left: string[] = []): ChangeParts => ({ memberships: { joined, left } });
  const people = (count: number) => Array.from({ length: count }, (_, n) => `u${n}`);
  const word = (by: string): AdminWord => ({ what: 'retried', by, reason: '', members: [], at });

  it.each<[string, ChangeParts, ChangeParts, ChangeParts]>([
    [
      'each part under its name',
      { 'members-1': part },
      { 'members-2': part },
      { 'members-1': part, 'members-2': part },
    ],
    ['whom calls brought in', written(['a']), written(['b'], ['c']), written(['a', 'b'], ['c'])],
    ['nothing but the first calls', written(['a']), {}, written(['a'])],
    [
      'at most a thousand of each',
      written(people(999), people(999)),
      written(['x', 'y'], ['x', 'y']),
      {
        memberships: { joined: [...people(999), 'x'], left: [...people(999), 'x'] },
      },
    ],
    ['what admins said', { words: [word('a')] }, { words: [word('b')] }, { words: [word('a'), word('b')] }],
    [
      'at most the last twenty words',
      { words: people(20).map(word) },
      { words: [word('x')] },
      { words: [...people(20).slice(1), 'x'].map(word) },
    ],
  ])('is %s', (_, before, next, both) => {
    expect(bothParts(before, next)).toEqual(both);
  });
});

describe('what an event adds to what is known of its change', () => {
  const redacted = desiredAccount(['title']);

  it.each<[string, object, object]>([
    ['mapping.account-desired', { account: redacted }, { decision: { steps, redacted: ['title'] } }],
    ['mapping.account-desired', { account: null }, { decision: { steps, redacted: [] } }],
    ['mapping.group-desired', { group: redacted }, { decision: { steps, redacted: ['title'] } }],
    ['mapping.members-desired', members, {}],
    ['mapping.members-desired', lastMembers, { decision: { steps, redacted: [] } }],
    ['mapping.change-released', { releasedBy: 'admin:local' }, { released: { by: 'admin:local', at } }],
    ['mapping.change-staged', { cause: 'cycle' }, {}],
    ['mapping.subject-skipped', {}, {}],
    [
      'samanage.memberships-written',
      {
        added: [
          { userId: 'u1', membershipId: 7 },
          { userId: 'u2', membershipId: null },
        ],
        removed: ['u3'],
        failed: [{ userId: 'u4', code: 'UnprocessableEntity' }],
      },
      { memberships: { joined: ['u1', 'u2'], left: ['u3'] } },
    ],
    ['samanage.members-received', { ...lastMembers, cause: 'reference-appeared' }, {}],
    [
      'samanage.change-edited',
      { account: { title: 'Clerk', phone: null }, editedBy: 'admin:local', reason: 'a typo' },
      { words: [{ what: 'edited', by: 'admin:local', reason: 'a typo', members: ['title', 'phone'], at }] },
    ],
    [
      'samanage.change-retried',
      { retriedBy: 'admin:local' },
      { words: [{ what: 'retried', by: 'admin:local', reason: '', members: [], at }] },
    ],
  ])('%s %j', (type, more, parts) => {
    expect(course(type, more).parts).toEqual(parts);
  });

  it.each([
    ['desired', redacted, { decision: { steps, redacted: ['title'] } }],
    ['reference-appeared', redacted, { decision: { steps, redacted: ['title'] } }],
    ['reference-appeared', desiredAccount(), { decision: { steps, redacted: [] } }],
    ['drift', null, { decision: { steps, redacted: [] } }],
    ['desired', desiredAccount(), {}],
    ['desired', null, {}],
  ] as const)('the connector, of what was %s, as far as it is news', (cause, account, parts) => {
    expect(course('samanage.change-received', { userId, changeId, account, cause }).parts).toEqual(parts);
    expect(course('samanage.group-change-received', { changeId, group: account, cause }).parts).toEqual(parts);
  });
});
