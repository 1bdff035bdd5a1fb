import { either, quoted } from './json-value';
import type { MetadataEntry, SynchronizationSchema } from './synchronization-schema';

const outOfScopeActions = ['disable', 'nothing', 'delete'] as const;

export type OutOfScopeAction = (typeof outOfScopeActions)[number];

/** What a job's rules say beside mappings and filters. */
export interface JobSettings {
  /** Everybody is in scope; otherwise those who are assigned (entra-provisioning.md §9.2). */
  readonly syncAll: boolean;
  /** Whoever has no role but Default Access counts as not assigned (entra-provisioning.md §0.1). */
  readonly excludeDefaultAccessRole: boolean;
  /** Values of app roles that count as Default Access. */
  readonly defaultAccessRoles: readonly string[];
  /** What becomes of the account of someone who leaves the scope (entra-provisioning.md §2.5). */
  readonly outOfScopeAction: OutOfScopeAction;
  /** What `DefaultDomain()` comes to. */
  readonly defaultDomain: string | null;
}

/** Where a setting cannot be read. */
export interface SettingFinding {
  /** Index of the entry in the metadata. */
  readonly index: number;
  readonly message: string;
}

interface Setting {
  /** What its value can be, for messages. */
  readonly phrase: string;
  readonly accepts: (value: string) => boolean;
}

const boolean: Setting = { phrase: '"true" or "false"', accepts: (value) => booleanOf(value) !== undefined };

const settings = {
  SyncAll: boolean,
  ExcludeDefaultAccessRole: boolean,
  DefaultAccessRoles: {
    phrase: 'a JSON list of texts such as ["msiam_access"]',
    accepts: (value) => textsOf(value) !== undefined,
  },
  OutOfScopeAction: {
    phrase: either(outOfScopeActions.map(quoted)),
    accepts: (value) => outOfScopeActions.some((action) => action === value),
  },
  SkipOutOfScopeDeletions: boolean,
  DefaultDomain: {
    phrase: 'a domain name such as contoso.com',
    accepts: isDomain,
  },
} satisfies Readonly<Record<string, Setting>>;

type SettingKey = keyof typeof settings;

/** The keys of a rule's metadata that are settings of ours. */
export const settingKeys = Object.keys(settings) as readonly SettingKey[];

/**
 * The settings of a schema's first rule, each with its default where the schema does not say: `synchronizationRules[0]
 * .metadata` is Graph's own place for what it does not name. A value that `settingFindings` tells counts as not given.
 */
export const readSettings = (schema: SynchronizationSchema): JobSettings =>
  settingsIn(schema.synchronizationRules[0]?.metadata ?? []);

/** The settings among a rule's metadata. */
export function settingsIn(metadata: readonly MetadataEntry[]): JobSettings {
  const given = new Map<string, string>(
    metadata.filter(({ key, value }) => settingOf(key)?.accepts(value)).map(({ key, value }) => [key, value]),
  );
  const of = (key: SettingKey): string => given.get(key) ?? '';
  return {
    syncAll: booleanOf(of('SyncAll')) ?? true,
    excludeDefaultAccessRole: booleanOf(of('ExcludeDefaultAccessRole')) ?? true,
    defaultAccessRoles: textsOf(of('DefaultAccessRoles')) ?? [],
    outOfScopeAction: actionOf(of('OutOfScopeAction')) ?? skipping(of('SkipOutOfScopeDeletions')),
    defaultDomain: given.get('DefaultDomain') ?? null,
  };
}

/** What is wrong with the settings among a rule's metadata, e.g. two of them that contradict each other. */
export function settingFindings(metadata: readonly MetadataEntry[]): readonly SettingFinding[] {
  return metadata.flatMap(({ key, value }, index) => {
    const setting = settingOf(key);
    if (!setting) return [];
    if (metadata.findIndex((entry) => entry.key === key) < index) {
      return [{ index, message: `The setting ${key} is given more than once` }];
    }
    if (!setting.accepts(value)) {
      return [{ index, message: `${key} must be ${setting.phrase}, but it is ${quoted(value)}` }];
    }
    return contradictions(key, value, metadata).map((message) => ({ index, message }));
  });
}

function contradictions(key: string, value: string, metadata: readonly MetadataEntry[]): readonly string[] {
  if (key !== 'SkipOutOfScopeDeletions') return [];
  const action = actionOf(metadata.find((entry) => entry.key === 'OutOfScopeAction')?.value ?? '');
  if (action === undefined || (action === 'nothing') === booleanOf(value)) return [];
  return [
    `SkipOutOfScopeDeletions ${quoted(value)} contradicts OutOfScopeAction ${quoted(action)}: "True" means "nothing", ` +
      'and "False" means "disable" or "delete"; give one of the two settings',
  ];
}

function isDomain(value: string): boolean {
  const labels = value.split('.');
  return value.length <= 253 && labels.length > 1 && labels.every((label) => /^[a-z\d-]{1,63}$/i.test(label));
}

const settingOf = (key: string): Setting | undefined =>
  Object.hasOwn(settings, key) ? settings[key as SettingKey] : undefined;

function booleanOf(value: string): boolean | undefined {
  const folded = value.toLowerCase();
  if (folded === 'true') return true;
  return folded === 'false' ? false : undefined;
}

const actionOf = (value: string): OutOfScopeAction | undefined => outOfScopeActions.find((action) => action === value);

const skipping = (skip: string): OutOfScopeAction => (booleanOf(skip) ? 'nothing' : 'disable');

function textsOf(value: string): readonly string[] | undefined {
  try {
    const read: unknown = JSON.parse(value);
    return Array.isArray(read) && read.every((each) => typeof each === 'string') ? read : undefined;
  } catch {
    return undefined;
  }
}
