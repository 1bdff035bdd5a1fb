import type { DesiredValues } from '@waybill/contracts';
import { compileRules, defaultSchema, type SynchronizationSchema } from '@waybill/provisioning-rules';
import { now, resources, rulesWith, type Situation } from '../../testing/evaluations';
import { type SubjectState, unknownSubject } from '../subject-state';
import { planUser } from './plan-user';

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
    const schema = structuredClone(defaultSchema) as unknown as {
      synchronizationRules: {
        objectMappings: { attributeMappings: { targetAttributeName: string; defaultValue?: string }[] }[];
      }[];
    };
    const mappings = schema.synchronizationRules[0]?.objectMappings[0]?.attributeMappings ?? [];
    const mapping = mappings.find(({ targetAttributeName }) => targetAttributeName === 'title');
    if (mapping) mapping.defaultValue = 'None';
    const rules = compileRules(schema as unknown as SynchronizationSchema);
    const { attributes } = planUser(told('active'), [], rules, occasion);
    expect(attributes).toContainEqual({ attribute: 'title', from: null, to: 'None' });
  });
});
