/** The members of an account that we write, in the order in which they are told. */
export const accountMembers = [
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
] as const;

export type AccountMember = (typeof accountMembers)[number];

/** An account as texts; `null` is empty, an absent member is one that nothing is said of. */
export type AccountValues = Partial<Record<AccountMember, string | null>>;

/** What the members of a Samanage user record look like when they are read (samanage-api.md §2.2). */
export interface SamanageUser {
  readonly id: number;
  readonly [member: string]: unknown;
}

/** Empty values are `""`, null or absent, depending on the record (samanage-api.md §8.11). */
const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;

const memberOf = (value: unknown, name: string): string | null =>
  typeof value === 'object' && value !== null ? text((value as Record<string, unknown>)[name]) : null;

const readers: Readonly<Record<AccountMember, (user: SamanageUser) => string | null>> = {
  name: (user) => text(user.name),
  email: (user) => text(user.email),
  title: (user) => text(user.title),
  phone: (user) => text(user.phone),
  mobile_phone: (user) => text(user.mobile_phone),
  department: (user) => memberOf(user.department, 'name'),
  site: (user) => memberOf(user.site, 'name'),
  role: (user) => memberOf(user.role, 'name'),
  reports_to: (user) => memberOf(user.reports_to, 'email'),
  disabled: (user) => String(user.disabled === true),
};

/** A record in its read shape, as texts. */
export function valuesOf(user: SamanageUser): AccountValues {
  return Object.fromEntries(accountMembers.map((member) => [member, readers[member](user)]));
}

const byName = (name: string | null) => (name === null ? null : { name });

const writers: Readonly<Record<AccountMember, (value: string | null) => unknown>> = {
  name: (value) => value ?? '',
  email: (value) => value ?? '',
  title: (value) => value ?? '',
  phone: (value) => value ?? '',
  mobile_phone: (value) => value ?? '',
  department: byName,
  site: byName,
  role: byName,
  reports_to: (email) => (email === null ? null : { email }),
  disabled: (value) => value === 'true',
};

/** Texts in the write shape, which is another (samanage-api.md §2.3): references by name or e-mail. */
export function writeShape(values: AccountValues): Record<string, unknown> {
  return Object.fromEntries(
    accountMembers.flatMap((member) => {
      const value = values[member];
      return value === undefined ? [] : [[member, writers[member](value)]];
    }),
  );
}

const caseless: readonly AccountMember[] = ['email', 'reports_to'];

/** Whether Samanage would show both as the same; e-mail addresses are equal in any case. */
export function sameValue(member: AccountMember, one: string | null, other: string | null): boolean {
  if (one === null || other === null) return (one || null) === (other || null);
  return caseless.includes(member) ? one.toLowerCase() === other.toLowerCase() : one === other;
}
