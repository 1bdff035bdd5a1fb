import { defaultSchema } from '../default-schema';
import type { Finding } from '../finding';
import type { SynchronizationSchema } from '../synchronization-schema';

const shortcuts: ReadonlyMap<string, string> = new Map([
  ['rule', 'synchronizationRules.0'],
  ['users', 'synchronizationRules.0.objectMappings.0'],
  ['groups', 'synchronizationRules.0.objectMappings.1'],
]);

/** What stands at a path, as `{ 'users.attributeMappings.title.flowType': 'Always' }`; undefined takes it out. */
export type Edits = Readonly<Record<string, unknown>>;

type Holder = Record<string, unknown> | unknown[];

/** The default schema with edits, each in turn. In lists items are met by index or by name, and `+` adds one. */
export function editedSchema(edits: Edits, base: SynchronizationSchema = defaultSchema): SynchronizationSchema {
  const schema = structuredClone(base);
  for (const [path, value] of Object.entries(edits)) {
    const [first = '', ...others] = path.split('.');
    const names = [...(shortcuts.get(first) ?? first).split('.'), ...others];
    const last = names.pop() ?? '';
    const holder = names.reduce<unknown>(
      (part, name) => (part as never)[keyIn(part as Holder, name)],
      schema,
    ) as Holder;
    put(holder, keyIn(holder, last), value);
  }
  return schema;
}

function keyIn(holder: Holder, name: string): string {
  if (!Array.isArray(holder) || /^\d+$/.test(name)) return name;
  if (name === '+') return String(holder.length);
  const index = (holder as Record<string, unknown>[]).findIndex((item) =>
    [item['targetAttributeName'], item['name'], item['key']].includes(name),
  );
  if (index < 0) throw new Error(`There is no ${name}`);
  return String(index);
}

function put(holder: Holder, key: string, value: unknown): void {
  if (value !== undefined) (holder as Record<string, unknown>)[key] = value;
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

/** A finding on one line, e.g. `error users.scope: …`. */
export const shownFinding = ({ severity, path, message }: Finding): string =>
  `${severity} ${path
    .replace('synchronizationRules[0].objectMappings[0]', 'users')
    .replace('synchronizationRules[0].objectMappings[1]', 'groups')
    .replace('synchronizationRules[0]', 'rule')}: ${message}`;
