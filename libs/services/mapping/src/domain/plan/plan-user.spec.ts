import type { DesiredValues } from '@waybill/contracts';
import { compileRules, defaultSchema, type SynchronizationSchema } from '@waybill/provisioning-rules';
import { now, resources, rulesWith, type Situation } from '../../testing/evaluations';
import { type SubjectState, unknownSubject } from '../subject-state';
import { KnownTenant, type TenantEntry } from './known-tenant';
import { planUser } from './plan-user';
import { isSurprise } from './planned-change';
import { settleSearch } from './settle-search';

const occasion = { now, seed: 'job-1/user-1' };
const everyAction = { create: true, update: true, delete: true };
const values: Record<string, string | null> = {
  email: 'AdeleV@contoso.com',
  name: 'Adele Vance',
  title: null,
  phone: null,
  mobile_phone: null,
  department: null,
  site: null,
  reports_to: null,
  role: 'Requester',
};
const account: DesiredValues = { values, onCreation: {}, ifEmpty: {}, alwaysSent: [], matching: [], redacted: [] };

const told = (situation: Situation): SubjectState => ({
  ...unknownSubject,
  takenIn: true,
  directoryVersion: 1,
  resource: resources[situation],
});
const desired = (state: SubjectState, presence: 'enabled' | 'disabled' | 'absent' | 'unmanaged'): SubjectState => ({
  ...state,
  lastDesired: { changeId: 'change-1', presence, account, allowed: everyAction },
});
/** Provisioned: there is an account, and what was applied last. */
const linked = (situation: Situation, applied: Record<string, string | null> = {}): SubjectState => ({
  ...desired(told(situation), 'enabled'),
  samanageId: 7,
  applied: { ...values, disabled: 'false', ...applied },
});

const outside = (OutOfScopeAction: string) => rulesWith({ SyncAll: 'false', OutOfScopeAction });
const everybody = rulesWith({});
const title = { attribute: 'title', from: 'CEO', to: null };
const off = { attribute: 'active', from: 'True', to: 'False' };
const on = { attribute: 'active', from: 'False', to: 'True' };

/** What is known of a user, the rules, and what they would do to him. */
const plans: readonly [
  name: string,
  state: SubjectState,
  rules: typeof everybody,
  kind: string,
  ...attributes: object[],
][] = [
  ['nobody knows his account yet', told('active'), everybody, 'createOrMatch'],
  ['his account is on its way, as wanted', desired(told('active'), 'enabled'), everybody, 'unchanged'],
  ['he is inactive and new', told('inactive'), everybody, 'skip'],
  ['he cannot be matched', told('unmatchable'), everybody, 'skip'],
  ['the rules lack something', told('nameless'), everybody, 'park'],
  ['nothing differs', linked('active'), everybody, 'unchanged'],
  ['a value differs', linked('active', { title: 'CEO' }), everybody, 'update', title],
  ['an address differs in case alone', linked('active', { email: 'adelev@contoso.com' }), everybody, 'unchanged'],
  ['he became inactive', linked('inactive'), everybody, 'disable', off],
  ['he became inactive, and a value differs', linked('inactive', { title: 'CEO' }), everybody, 'disable', title, off],
  ['he is inactive and his account disabled', linked('inactive', { disabled: 'true' }), everybody, 'unchanged'],
  ['his disable is on its way', desired(linked('inactive'), 'disabled'), everybody, 'unchanged'],
  ['his deletion is on its way', desired(linked('deleted'), 'absent'), everybody, 'unchanged'],
  ['he comes back while his disable is on its way', desired(linked('active'), 'disabled'), everybody, 'enable', on],
  ['he came back', linked('active', { disabled: 'true' }), everybody, 'enable', on],
  ['he was deleted', linked('deleted'), everybody, 'delete'],
  ['he was deleted before he had an account', desired(told('deleted'), 'disabled'), everybody, 'unchanged'],
  ['he leaves the scope: disable', linked('active'), outside('disable'), 'disable', off],
  ['he leaves the scope: nothing', linked('active'), outside('nothing'), 'leave'],
  ['he leaves the scope: delete', linked('active'), outside('delete'), 'delete'],
  ['nobody told of him since an older release', { ...linked('deleted'), takenIn: false }, everybody, 'unchanged'],
  ['he was left alone before', desired(linked('active'), 'unmanaged'), outside('nothing'), 'unchanged'],
];

const noneFound = new KnownTenant([]);
const found = (more: Partial<TenantEntry> = {}): TenantEntry => ({
  samanageId: 7,
  email: 'adelev@contoso.com',
  name: 'Adele Vance',
  disabled: false,
  ...more,
});
const vetoing = (flowTypes: string) => compileRules(editedDefault((users) => void (users.flowTypes = flowTypes)));
const byNameToo = compileRules(
  editedDefault(({ attributeMappings }) => {
    for (const each of attributeMappings) if (each.targetAttributeName === 'name') each.matchingPriority = 2;
  }),
);

function editedDefault(edit: (users: Editable) => void): SynchronizationSchema {
  const schema = structuredClone(defaultSchema) as unknown as {
    synchronizationRules: { objectMappings: Editable[] }[];
  };
  const users = schema.synchronizationRules[0]?.objectMappings[0];
  if (users) edit(users);
  return schema as unknown as SynchronizationSchema;
}

interface Editable {
  flowTypes: string;
  attributeMappings: { targetAttributeName: string; matchingPriority?: number; defaultValue?: string }[];
}

/** Who is at Samanage, the rules, and what becomes of somebody who has no link. */
const searches: readonly [name: string, tenant: KnownTenant | null, rules: typeof byNameToo, change: object][] = [
  ['Samanage was not read', null, everybody.compiled, { kind: 'createOrMatch' }],
  ['nobody has his address', noneFound, everybody.compiled, { kind: 'create' }],
  ['somebody has his name alone', new KnownTenant([found({ email: null })]), everybody.compiled, { kind: 'create' }],
  ['one has his address', new KnownTenant([found()]), everybody.compiled, { kind: 'link' }],
  [
    'two have his address',
    new KnownTenant([found(), found({ samanageId: 8, name: 'Other' })]),
    everybody.compiled,
    { kind: 'park', reason: expect.stringMatching(/^DuplicateTargetEntries: 2 .*same email/), attributes: [] },
  ],
  [
    'one has his address and two his name',
    new KnownTenant([found({ name: 'Other' }), ...[8, 9].map((samanageId) => found({ samanageId, email: 'x@y.z' }))]),
    byNameToo,
    { kind: 'link' },
  ],
  [
    'one has his name, which is matched second',
    new KnownTenant([found({ email: 'x@y.z' })]),
    byNameToo,
    { kind: 'link' },
  ],
  [
    'one has his name in another case',
    new KnownTenant([found({ email: 'x@y.z', name: 'adele vance' })]),
    byNameToo,
    { kind: 'create' },
  ],
  [
    'two have his name',
    new KnownTenant([8, 9].map((samanageId) => found({ samanageId, email: 'x@y.z' }))),
    byNameToo,
    { kind: 'park', reason: expect.stringMatching(/^DuplicateTargetEntries: 2 .*same name/) },
  ],
  [
    'creating is vetoed, and nobody is found',
    noneFound,
    vetoing('Update'),
    { kind: 'leave', reason: 'creating is switched off' },
  ],
  ['creating is vetoed, and it is not known', null, vetoing('Update'), { kind: 'leave' }],
  [
    'creating is vetoed, and one is found',
    new KnownTenant([found()]),
    vetoing('Update'),
    { kind: 'link', reason: null },
  ],
  [
    'updates are vetoed, and one is found',
    new KnownTenant([found()]),
    vetoing('Add'),
    { kind: 'link', reason: 'updates are switched off', attributes: [] },
  ],
];

describe('a plan for a user without a link', () => {
  it.each(searches)('where %s', (_, tenant, rules, change) => {
    expect(settleSearch(planUser(told('active'), [], rules, occasion), tenant)).toMatchObject(change);
  });

  it('tells of one that is found what is written to it, as far as it is known', () => {
    const plan = (entry: TenantEntry) =>
      settleSearch(planUser(told('active'), [], everybody.compiled, occasion), new KnownTenant([entry])).attributes;
    expect(plan(found())).toEqual([{ attribute: 'role', from: null, to: 'Requester' }]);
    expect(plan(found({ name: 'A. Vance', disabled: true }))).toEqual([
      { attribute: 'name', from: 'A. Vance', to: 'Adele Vance' },
      { attribute: 'role', from: null, to: 'Requester' },
      on,
    ]);
  });

  it('does not tell of one that is found what is written on creation, or where it has nothing', () => {
    const rules = compileRules(
      editedDefault(({ attributeMappings }) => {
        for (const each of attributeMappings) {
          if (each.targetAttributeName === 'title')
            Object.assign(each, { defaultValue: 'None', source: null, nullPolicy: 'ignore' });
          if (each.targetAttributeName === 'phone') each.defaultValue = '0';
        }
      }),
    );
    const change = planUser(told('active'), [], rules, occasion);
    const names = (tenant: KnownTenant) => settleSearch(change, tenant).attributes.map(({ attribute }) => attribute);
    expect(names(new KnownTenant([found()]))).toEqual(['role']);
    expect(names(noneFound).sort()).toEqual(['email', 'name', 'phone', 'role', 'title']);
  });

  it('whose account is on its way is looked for where it would be another', () => {
    const state = desired(told('active'), 'enabled');
    const renamed = { ...state, resource: { ...resources.active, displayName: 'Adele V.' } };
    const plan = (of: SubjectState) => settleSearch(planUser(of, [], everybody.compiled, occasion), noneFound);
    expect(plan(state).kind).toBe('unchanged');
    expect(plan(renamed)).toEqual({
      kind: 'create',
      reason: null,
      attributes: [{ attribute: 'name', from: 'Adele Vance', to: 'Adele V.' }],
    });
  });
});

describe('a surprise', () => {
  it.each([
    ['create', 'create', false],
    ['create', undefined, true],
    ['create', 'link', true],
    ['create', 'createOrMatch', false],
    ['link', 'createOrMatch', false],
    ['disable', 'createOrMatch', true],
    ['delete', 'disable', true],
    ['update', undefined, false],
    ['park', 'create', false],
  ] as const)('is it that %s is planned where %s was shown: %s', (now, shown, is) => {
    expect(isSurprise(now, shown)).toBe(is);
  });
});

describe('a plan for a user', () => {
  it.each(plans)('of whom %s', (_, state, { compiled }, kind, ...attributes) => {
    const change = planUser(state, [], compiled, occasion);
    expect(change.kind).toBe(kind);
    if (attributes.length > 0 || kind === 'unchanged') expect(change.attributes).toEqual(attributes);
  });

  it('who is to be created tells every value he would have', () => {
    const { attributes } = planUser(told('active'), [], everybody.compiled, occasion);
    expect(attributes).toContainEqual({ attribute: 'email', from: null, to: 'AdeleV@contoso.com' });
    expect(attributes.map(({ attribute }) => attribute).sort()).toEqual(['email', 'name', 'role']);
  });

  it('who is skipped tells why', () => {
    expect(planUser(told('inactive'), [], everybody.compiled, occasion).reason).toBe('NotEffectivelyEntitled');
    expect(planUser(told('nameless'), [], everybody.compiled, occasion).reason).toMatch(
      /^MandatoryFieldsMissing: .*name/,
    );
  });

  it('does not take a manager told by his address for another than the same by his directory id', () => {
    const manager = '01a20d7b-0000-7333-918c-00000000000a';
    const state = linked('active', { reports_to: 'boss@contoso.com' });
    const resource = {
      ...resources.active,
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { value: manager } },
    };
    const before = { ...account, values: { ...values, reports_to: manager } };
    const lastDesired = { changeId: 'change-1', presence: 'enabled', account: before, allowed: everyAction } as const;
    expect(planUser({ ...state, resource, lastDesired }, [], everybody.compiled, occasion).kind).toBe('unchanged');
  });

  it('who is to be created tells the default where a null would only clear', () => {
    const schema = editedDefault(({ attributeMappings }) => {
      for (const each of attributeMappings) if (each.targetAttributeName === 'title') each.defaultValue = 'None';
    });
    const rules = compileRules(schema);
    const { attributes } = planUser(told('active'), [], rules, occasion);
    expect(attributes).toContainEqual({ attribute: 'title', from: null, to: 'None' });
  });
});
