import { changeId, desiredAccount, evaluated, step, toldEvents, userId } from '../testing/told-events';
import { type Course, courseOf } from './change-course';

const at = '2026-01-31T12:00:00.000Z';
const course = (type: string, more: object = {}): Course => courseOf({ type, data: { ...evaluated, ...more } }, at);
const words = ({ opens, passedOn, outcome }: Course) =>
  [opens && 'opens', passedOn && 'passed on', outcome].filter((word) => word).join(', ') || 'nothing';

const steps = [step('EntrySynchronizationScoping', 'scoping')];
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
    ['samanage.change-received', { account: null, cause: 'desired' }, 'nothing'],
    ['samanage.change-received', { account: null, cause: 'reference-appeared' }, 'opens'],
  ])('%s %j: %s', (type, more, expected) => {
    expect(words(course(type, more))).toBe(expected);
  });

  it.each(toldEvents)('is of $type, where it speaks of no cause, its outcome alone', ({ type, data }) => {
    const { cause: _, ...rest } = data as { cause?: string };
    expect(courseOf({ type, data: rest }, at)).toMatchObject({ opens: false, passedOn: false, parts: {} });
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
  ])('%s %j', (type, more, parts) => {
    expect(course(type, more).parts).toEqual(parts);
  });

  it.each([
    ['desired', redacted, { decision: { steps, redacted: ['title'] } }],
    ['reference-appeared', redacted, { decision: { steps, redacted: ['title'] } }],
    ['reference-appeared', desiredAccount(), { decision: { steps, redacted: [] } }],
    ['desired', desiredAccount(), {}],
    ['desired', null, {}],
  ] as const)('the connector, of what was %s, as far as it is news', (cause, account, parts) => {
    expect(course('samanage.change-received', { userId, changeId, account, cause }).parts).toEqual(parts);
  });
});
