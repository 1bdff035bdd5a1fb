/** Members of an account or group as texts, in Samanage's names; `null` is empty, absent is what nothing is said of. */
export type Values = Record<string, string | null>;

/** A record as Samanage answers it (samanage-api.md §2.2, §3.2). */
export interface SamanageRecord {
  readonly id: number;
  readonly [member: string]: unknown;
}

/** Empty values are `""`, null or absent, depending on the record (samanage-api.md §8.11). */
export const textIn = (value: unknown): string | null => {
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
};

const caseless: ReadonlySet<string> = new Set(['email', 'reports_to']);

const customField = 'custom_fields_values.';

/** The name of a custom field, where a member is one (samanage-api.md §2.4). */
export const customFieldIn = (member: string): string | undefined =>
  member.startsWith(customField) ? member.slice(customField.length) : undefined;

/** The member that a custom field is. */
export const memberOfCustomField = (name: string): string => customField + name;

/** Whether Samanage would show both as the same; e-mail addresses are equal in any case. */
export function sameValue(member: string, one: string | null, other: string | null): boolean {
  if (one === null || other === null) return (one || null) === (other || null);
  if (one === other) return true;
  if (caseless.has(member)) return one.toLowerCase() === other.toLowerCase();
  return customFieldIn(member) !== undefined && sameDay(one, other);
}

const dayWritten = /^\d{4}-\d{2}-\d{2}$/;
const dayRead = /^[A-Z][a-z]{2} \d{1,2}, \d{4}$/;

/** A date is written as `2026-01-15` and read as `Jan 15, 2026` (samanage-api.md §2.4). */
function sameDay(one: string, other: string): boolean {
  const [written, read] = dayWritten.test(one) ? [one, other] : [other, one];
  if (!dayWritten.test(written) || !dayRead.test(read)) return false;
  return Date.parse(`${written}T00:00:00Z`) === Date.parse(`${read} UTC`);
}

/** The members of all of these that are there in any of them, each once, in the order in which they are told. */
export function membersIn(...values: readonly (Values | null)[]): string[] {
  const named = new Set(values.flatMap((each) => Object.keys(each ?? {})));
  const known = order.filter((member) => named.has(member));
  return [...known, ...[...named].filter((member) => !order.includes(member)).sort()];
}

const order: readonly string[] = [
  'name',
  'email',
  'title',
  'phone',
  'mobile_phone',
  'department',
  'site',
  'role',
  'reports_to',
  'disabled',
  'description',
];
