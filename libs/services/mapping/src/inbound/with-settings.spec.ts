import { schemaWith } from '../testing/rules';
import { type SavedSettings, withSettings } from './with-settings';

type Settings = Readonly<Record<string, string>>;

const unsaid: SavedSettings = { syncAll: null, skipOutOfScopeDeletions: null };

const settingsIn = (rules: object | null): Settings | null => {
  if (rules === null) return null;
  const [first] = (rules as { synchronizationRules: { metadata: { key: string; value: string }[] }[] })
    .synchronizationRules;
  return Object.fromEntries(first?.metadata.map(({ key, value }) => [key, value]) ?? []);
};

/** The settings in the rules, what is saved, and the settings that follow; null where nothing changes. */
const cases: readonly [what: string, before: Settings, saved: Partial<SavedSettings>, after: Settings | null][] = [
  ['what is not said', {}, {}, null],
  ['what the default says', {}, { syncAll: true, skipOutOfScopeDeletions: false }, null],
  ['what the rules say', { SyncAll: 'False' }, { syncAll: false }, null],
  [
    'another scope',
    { DefaultDomain: 'contoso.com' },
    { syncAll: false },
    { DefaultDomain: 'contoso.com', SyncAll: 'false' },
  ],
  ['the scope of before', { SyncAll: 'false' }, { syncAll: true }, { SyncAll: 'true' }],
  ['that leavers are left', {}, { skipOutOfScopeDeletions: true }, { SkipOutOfScopeDeletions: 'True' }],
  [
    'that they are not',
    { SkipOutOfScopeDeletions: 'true' },
    { skipOutOfScopeDeletions: false },
    { SkipOutOfScopeDeletions: 'False' },
  ],
  ['that they are left, as the action says', { OutOfScopeAction: 'nothing' }, { skipOutOfScopeDeletions: true }, null],
  [
    'that they are not, as the action says finer',
    { OutOfScopeAction: 'delete' },
    { skipOutOfScopeDeletions: false },
    null,
  ],
  [
    'against the action',
    { OutOfScopeAction: 'delete' },
    { skipOutOfScopeDeletions: true },
    { SkipOutOfScopeDeletions: 'True' },
  ],
  [
    'both',
    { OutOfScopeAction: 'nothing', SyncAll: 'true' },
    { syncAll: false, skipOutOfScopeDeletions: false },
    { SyncAll: 'false', SkipOutOfScopeDeletions: 'False' },
  ],
];

describe('settings that are saved beside the credentials', () => {
  it.each(cases)('%s', (_, settings, saved, after) => {
    const rules = schemaWith({ settings }) as Readonly<Record<string, unknown>>;
    const before = structuredClone(rules);
    const changed = withSettings(rules, { ...unsaid, ...saved });
    expect(settingsIn(changed)).toEqual(after);
    expect(rules).toEqual(before);
    if (changed) expect(withSettings(changed, { ...unsaid, ...saved })).toBeNull();
  });

  it('change nothing but the metadata of the first rule', () => {
    const rules = schemaWith({}) as { synchronizationRules: object[] };
    const changed = withSettings({ ...rules }, { ...unsaid, syncAll: false }) as typeof rules;
    expect({ ...changed, synchronizationRules: [] }).toEqual({ ...rules, synchronizationRules: [] });
    expect(changed.synchronizationRules).toEqual([
      { ...rules.synchronizationRules[0], metadata: [{ key: 'SyncAll', value: 'false' }] },
    ]);
  });
});
