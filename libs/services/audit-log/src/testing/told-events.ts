import type { DesiredValues, RequestRefused, Step } from '@waybill/contracts';
import type { ToldEvent } from '../domain/telling';

export const userId = '01a20d7b-0000-7333-918c-000000000001';
export const changeId = '01a20d7b-0000-7333-918c-000000000002';
export const cycleId = '01a20d7b-0000-7333-918c-000000000003';
export const laterChangeId = '01a20d7b-0000-7333-918c-000000000004';
export const groupId = '01a20d7b-0000-7333-918c-000000000005';

const of = { changeId, cycleId, userId, displayName: 'Adele Vance' };

export const step = (name: string, type: Step['type'], details: Step['details'] = {}): Step => ({
  name,
  type,
  status: 'success',
  description: `${name} of Adele Vance`,
  details,
});

/** What an outcome at Samanage says, unless the test says otherwise. */
export const outcome = {
  ...of,
  version: 1,
  samanageId: 1045,
  targetName: 'AdeleV@contoso.com',
  differences: [{ name: 'title', oldValue: null, newValue: 'Retail Manager' }],
  remarks: [] as { code: string; field: string | null; text: string }[],
  steps: [step('EntryExportAdd', 'export')],
  applied: { email: 'AdeleV@contoso.com', title: 'Retail Manager' },
  refusedFields: {},
  waitsFor: null,
  attempts: 1,
  durationMilliseconds: 25,
};

/** Of whom the connector speaks where it may be about a user or a group. */
const changed = { changeId, cycleId, subjectId: userId, subjectType: 'User' as const, displayName: 'Adele Vance' };

/** A change that waits at the connector. */
export const parkedAtSamanage = {
  ...changed,
  version: 1,
  samanageId: null,
  action: 'create' as const,
  code: 'UnprocessableEntity',
  reason: 'Samanage answered 422: Email is invalid',
  attempts: 2,
  nextAttemptAt: '2026-01-31T12:05:00.000Z',
  steps: [step('EntryImportObjectNotFound', 'matching')],
};

/** What the end of a change of a group says, unless the test says otherwise. */
export const groupOutcome = {
  changeId,
  cycleId,
  version: 1,
  groupId,
  displayName: 'Engineering',
  samanageId: 77,
  targetName: 'Engineering',
  differences: [{ name: 'description', oldValue: null, newValue: 'Builds things' }],
  remarks: [] as typeof outcome.remarks,
  steps: [step('EntryExportAdd', 'export')],
  applied: { name: 'Engineering', description: 'Builds things' },
  refusedFields: {},
  attempts: 1,
  durationMilliseconds: 25,
};

const { differences: _, applied: __, refusedFields: ___, ...ofMembers } = groupOutcome;

/** What the end of a change of a group's members says, unless the test says otherwise. */
export const membersOutcome = { ...ofMembers, steps: [] as Step[], added: 2, removed: 1, waiting: 0 };

/** A request that our SCIM endpoint refused; no change came of it. */
export const refused: RequestRefused['data'] = {
  correlationId: 'entra-request-7',
  status: 409,
  scimType: 'uniqueness',
  reason: 'The userName "adelev@contoso.com" is taken.',
  method: 'POST',
  path: '/Users',
  kind: 'User',
  subjectId: null,
  suppressed: 0,
  at: '2026-01-31T12:00:00.000Z',
};

/** Of whom the events of mapping speak that may be about a user or a group. */
const ofSubject = { changeId, cycleId, subjectId: userId, subjectType: 'User', displayName: 'Adele Vance' };

/** What an evaluation says, unless the test says otherwise: of a change that began in the directory. */
export const evaluated = {
  changeId,
  cycleId,
  directoryVersion: 1,
  rulesVersion: 1,
  displayName: 'Adele Vance',
  cause: 'directory' as const,
  steps: [step('EntrySynchronizationScoping', 'scoping')],
};

/** An account that is wanted; of some members no log may show the value. */
export const desiredAccount = (redacted: readonly string[] = []): DesiredValues => ({
  values: { email: 'AdeleV@contoso.com', title: 'Retail Manager' },
  onCreation: {},
  ifEmpty: {},
  alwaysSent: [],
  matching: [{ attribute: 'email', value: 'AdeleV@contoso.com' }],
  redacted: [...redacted],
});

const decided = { ...evaluated, ...ofSubject };

/** One event of each type that is told, in the order of the catalogue. */
export const toldEvents: readonly ToldEvent[] = [
  { type: 'directory.request-refused', data: refused },
  { type: 'samanage.account-created', data: outcome },
  { type: 'samanage.account-linked', data: outcome },
  { type: 'samanage.account-updated', data: outcome },
  { type: 'samanage.account-enabled', data: outcome },
  { type: 'samanage.account-disabled', data: outcome },
  { type: 'samanage.account-deleted', data: { ...outcome, differences: [], applied: null } },
  { type: 'samanage.account-unchanged', data: { ...outcome, differences: [] } },
  { type: 'samanage.account-skipped', data: { ...outcome, differences: [], samanageId: null, applied: null } },
  { type: 'samanage.group-created', data: groupOutcome },
  { type: 'samanage.group-linked', data: groupOutcome },
  { type: 'samanage.group-updated', data: groupOutcome },
  { type: 'samanage.group-deleted', data: { ...groupOutcome, differences: [], applied: null } },
  { type: 'samanage.group-unchanged', data: { ...groupOutcome, differences: [], steps: [] } },
  {
    type: 'samanage.group-skipped',
    data: { ...groupOutcome, differences: [], steps: [], samanageId: null, applied: null },
  },
  { type: 'samanage.members-updated', data: membersOutcome },
  { type: 'samanage.members-unchanged', data: { ...membersOutcome, added: 0, removed: 0 } },
  { type: 'samanage.members-skipped', data: { ...membersOutcome, added: 0, removed: 0 } },
  { type: 'samanage.change-parked', data: parkedAtSamanage },
  { type: 'samanage.change-superseded', data: { ...changed, version: 1, supersededBy: laterChangeId } },
  {
    type: 'samanage.change-abandoned',
    data: { ...changed, version: 1, abandonedBy: 'admin:local', reason: 'she has left' },
  },
  { type: 'mapping.subject-skipped', data: { ...decided, skipReason: 'NotEffectivelyEntitled' } },
  { type: 'mapping.change-unchanged', data: { ...decided, cause: 'cycle' } },
  { type: 'mapping.change-superseded', data: { ...ofSubject, supersededBy: laterChangeId } },
  {
    type: 'mapping.change-parked',
    data: { ...decided, code: 'MandatoryFieldsMissing', reason: 'the rules leave name empty' },
  },
  {
    type: 'mapping.change-staged',
    data: { ...decided, cause: 'cycle', action: 'disable', reason: '500 accounts were disabled within 24 h' },
  },
  {
    type: 'mapping.change-abandoned',
    data: { ...ofSubject, abandonedBy: 'admin:local', reason: 'a filter was wrong' },
  },
];

/** The event of a type, with some of its data changed. */
export function told<Type extends ToldEvent['type']>(type: Type, more: object = {}): ToldEvent {
  const event = toldEvents.find((each) => each.type === type);
  if (!event) throw new Error(`no example of ${type}`);
  return { type, data: { ...event.data, ...more } } as ToldEvent;
}
