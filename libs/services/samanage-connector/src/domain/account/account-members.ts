import { customFieldIn, memberOfCustomField, type SamanageRecord, textIn, type Values } from '../values';

/** An account as texts. */
export type AccountValues = Values;

export type SamanageUser = SamanageRecord;

const memberOf = (value: unknown, name: string): string | null =>
  typeof value === 'object' && value !== null ? textIn((value as Record<string, unknown>)[name]) : null;

const readers: Readonly<Record<string, (user: SamanageUser) => string | null>> = {
  name: (user) => textIn(user.name),
  email: (user) => textIn(user.email),
  title: (user) => textIn(user.title),
  phone: (user) => textIn(user.phone),
  mobile_phone: (user) => textIn(user.mobile_phone),
  department: (user) => memberOf(user.department, 'name'),
  site: (user) => memberOf(user.site, 'name'),
  role: (user) => memberOf(user.role, 'name'),
  reports_to: (user) => memberOf(user.reports_to, 'email'),
  disabled: (user) => String(user.disabled === true),
};

/** A record in its read shape, as texts (samanage-api.md §2.2, §2.4). */
export function valuesOf(user: SamanageUser): AccountValues {
  const plain = Object.entries(readers).map(([member, read]) => [member, read(user)] as const);
  return Object.fromEntries([...plain, ...customFieldsOf(user)]);
}

function customFieldsOf({ custom_fields_values: fields }: SamanageUser): [member: string, value: string | null][] {
  if (!Array.isArray(fields)) return [];
  return (fields as { name?: unknown; value?: unknown }[]).flatMap((field) =>
    typeof field?.name === 'string' ? [[memberOfCustomField(field.name), customValue(field.value)]] : [],
  );
}

/** A field that holds a user is read as his record. */
const customValue = (value: unknown): string | null =>
  textIn(value) ?? memberOf(value, 'email') ?? memberOf(value, 'name');

const asText = (value: string | null): string => value ?? '';

const byName = (name: string | null) => (name === null ? null : { name });

const writers: Readonly<Record<string, (value: string | null) => unknown>> = {
  department: byName,
  site: byName,
  role: byName,
  reports_to: (email) => (email === null ? null : { email }),
  disabled: (value) => value === 'true',
};

/** Texts in the write shape, which is another (samanage-api.md §2.3, §2.4): references by name or e-mail address. */
export function writeShape(values: AccountValues): Record<string, unknown> {
  const shape: Record<string, unknown> = {};
  const fields: { name: string; value: string }[] = [];
  for (const [member, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const field = customFieldIn(member);
    if (field === undefined) shape[member] = (writers[member] ?? asText)(value);
    else fields.push({ name: field, value: asText(value) });
  }
  return fields.length === 0 ? shape : { ...shape, custom_fields_values: { custom_fields_value: fields } };
}
