import { type JobSettings, settingFindings, settingsIn } from './job-settings';

const defaults: JobSettings = {
  syncAll: true,
  excludeDefaultAccessRole: true,
  defaultAccessRoles: [],
  outOfScopeAction: 'disable',
  defaultDomain: null,
};

const entries = (metadata: Readonly<Record<string, string>>) =>
  Object.entries(metadata).map(([key, value]) => ({ key, value }));

const good: readonly [metadata: Readonly<Record<string, string>>, settings: Partial<JobSettings>][] = [
  [{}, {}],
  [{ SyncAll: 'true' }, {}],
  [{ SyncAll: 'False' }, { syncAll: false }],
  [{ ExcludeDefaultAccessRole: 'FALSE' }, { excludeDefaultAccessRole: false }],
  [{ DefaultAccessRoles: '["msiam_access", "User"]' }, { defaultAccessRoles: ['msiam_access', 'User'] }],
  [{ OutOfScopeAction: 'nothing' }, { outOfScopeAction: 'nothing' }],
  [{ OutOfScopeAction: 'delete', SkipOutOfScopeDeletions: 'False' }, { outOfScopeAction: 'delete' }],
  [{ OutOfScopeAction: 'nothing', SkipOutOfScopeDeletions: 'True' }, { outOfScopeAction: 'nothing' }],
  [{ SkipOutOfScopeDeletions: 'true' }, { outOfScopeAction: 'nothing' }],
  [{ SkipOutOfScopeDeletions: 'False' }, {}],
  [{ DefaultDomain: 'contoso.onmicrosoft.com' }, { defaultDomain: 'contoso.onmicrosoft.com' }],
  [{ IsCustomerDefined: 'whatever', toString: 'x', syncall: 'false' }, {}],
];

const bad: readonly [metadata: Readonly<Record<string, string>>, index: number, message: string][] = [
  [{ SyncAll: 'yes' }, 0, 'SyncAll must be "true" or "false", but it is "yes"'],
  [{ ExcludeDefaultAccessRole: '' }, 0, 'ExcludeDefaultAccessRole must be "true" or "false", but it is ""'],
  [
    { SyncAll: 'true', DefaultAccessRoles: 'User' },
    1,
    'DefaultAccessRoles must be a JSON list of texts such as ["msiam_access"], but it is "User"',
  ],
  [
    { DefaultAccessRoles: '[1]' },
    0,
    'DefaultAccessRoles must be a JSON list of texts such as ["msiam_access"], but it is "[1]"',
  ],
  [
    { OutOfScopeAction: 'Disable' },
    0,
    'OutOfScopeAction must be "disable", "nothing" or "delete", but it is "Disable"',
  ],
  [
    { DefaultDomain: 'a@contoso.com' },
    0,
    'DefaultDomain must be a domain name such as contoso.com, but it is "a@contoso.com"',
  ],
  [{ DefaultDomain: 'contoso' }, 0, 'DefaultDomain must be a domain name such as contoso.com, but it is "contoso"'],
  [
    { SkipOutOfScopeDeletions: 'True', OutOfScopeAction: 'delete' },
    0,
    'SkipOutOfScopeDeletions "True" contradicts OutOfScopeAction "delete": "True" means "nothing", and "False" means ' +
      '"disable" or "delete"; give one of the two settings',
  ],
  [
    { OutOfScopeAction: 'nothing', SkipOutOfScopeDeletions: 'False' },
    1,
    'SkipOutOfScopeDeletions "False" contradicts OutOfScopeAction "nothing": "True" means "nothing", and "False" means ' +
      '"disable" or "delete"; give one of the two settings',
  ],
];

describe("a job's settings", () => {
  it.each(good)('%j', (metadata, settings) => {
    expect(settingsIn(entries(metadata))).toEqual({ ...defaults, ...settings });
    expect(settingFindings(entries(metadata))).toEqual([]);
  });

  it.each(bad)('%j is told', (metadata, index, message) => {
    expect(settingFindings(entries(metadata))).toEqual([{ index, message }]);
  });

  it.each(['SyncAll', 'ExcludeDefaultAccessRole', 'DefaultAccessRoles', 'OutOfScopeAction', 'DefaultDomain'])(
    'a bad %s counts as not given',
    (key) => expect(settingsIn([{ key, value: '…' }])).toEqual(defaults),
  );

  it('given twice are told', () => {
    const twice = ['true', 'false'].map((value) => ({ key: 'SyncAll', value }));
    expect(settingFindings(twice)).toEqual([{ index: 1, message: 'The setting SyncAll is given more than once' }]);
  });
});
