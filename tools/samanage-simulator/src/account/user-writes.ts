import type { Switches } from '../switches';
import { type Account, type Named, Unprocessable, type User } from './account';

type Body = Readonly<Record<string, unknown>>;

const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** Creates a user (samanage-api.md §2.1, §9). @throws Unprocessable */
export function createUser(account: Account, body: Body, switches: Switches, at: string): User {
  const email = text(body.email ?? '');
  const name = text(body.name ?? '');
  const missing = { ...(email ? {} : { email: ["can't be blank"] }), ...(name ? {} : { name: ["can't be blank"] }) };
  if (Object.keys(missing).length > 0) throw new Unprocessable(missing);
  if (account.usersByEmail.has(email.toLowerCase())) throw taken;
  const role = roleFor(account, body.role, switches) ?? roleNamed(account, switches.defaultRole);
  assertLicence(account, role, switches);
  assertLookups(account, body, switches);
  const user = account.addUser({ name, email, role, at });
  return updateUser(account, user, { ...body, email: undefined, role: undefined }, { switches, at });
}

/** Changes the members that are given; the others, and what is not known, stay as they are. @throws Unprocessable */
export function updateUser(
  account: Account,
  user: User,
  body: Body,
  { switches, at }: { switches: Switches; at: string },
): User {
  const email = body.email === undefined ? user.email : text(body.email);
  assertAddress(account, user, email);
  const role = roleFor(account, body.role, switches);
  if (role) assertLicence(account, role, switches);
  assertLookups(account, body, switches);
  if (email !== user.email) account.rename(user, email);
  if (role) user.role = role;
  setTexts(user, body);
  if (body.disabled !== undefined) user.disabled = text(body.disabled) === 'true';
  setLookups(account, user, body, switches);
  setManager(account, user, body.reports_to);
  user.customFields = { ...user.customFields, ...customFields(body.custom_fields_values) };
  user.updatedAt = at;
  return user;
}

function assertAddress(account: Account, user: User, email: string): void {
  if (!email) throw new Unprocessable({ email: ["can't be blank"] });
  const holder = account.usersByEmail.get(email.toLowerCase());
  if (holder && holder !== user) throw taken;
}

const texts = { title: 'title', phone: 'phone', mobile_phone: 'mobilePhone' } as const;

function setTexts(user: User, body: Body): void {
  if (typeof body.name === 'string' && body.name) user.name = body.name;
  for (const [member, property] of Object.entries(texts)) {
    if (body[member] !== undefined) user[property] = text(body[member]);
  }
}

const taken = new Unprocessable({ email: ['has already been taken'] });

/** A name that does not exist leaves the member as it was (samanage-api.md §4). */
function setLookups(account: Account, user: User, body: Body, { unknownLookup }: Switches): void {
  const lists = { department: account.departments, site: account.sites };
  for (const member of ['department', 'site'] as const) {
    const given = body[member];
    if (given === undefined) continue;
    const found = isEmpty(given) ? null : account.lookUp(lists[member], given, unknownLookup);
    if (found !== undefined) user[member] = found;
  }
}

/** A manager is named by e-mail address or id; one that does not exist leaves the old one. */
function setManager(account: Account, user: User, given: unknown): void {
  if (given === undefined) return;
  if (isEmpty(given)) user.reportsTo = null;
  const { email, id } = (given ?? {}) as { email?: unknown; id?: unknown };
  const byEmail = account.usersByEmail.get(text(email).toLowerCase());
  const manager = byEmail ?? account.users.get(Number(id));
  if (manager) user.reportsTo = manager.id;
}

const isEmpty = (value: unknown): boolean => value === null || value === '';

function roleFor(account: Account, given: unknown, { unknownRole }: Switches): Named | undefined {
  if (given === undefined || given === null) return undefined;
  const role = account.lookUp(account.roles, given, 'ignore');
  if (!role && unknownRole === 'refuse') throw new Unprocessable({ role: ['is invalid'] });
  return role;
}

const roleNamed = (account: Account, name: string): Named =>
  account.roles.find((role) => role.name === name) ?? (account.roles.at(-1) as Named);

function assertLicence(account: Account, role: Named, { licences }: Switches): void {
  const licensed = ['Administrator', 'Service Agent User'];
  if (licences === 0 || !licensed.includes(role.name)) return;
  const used = [...account.users.values()].filter((user) => !user.disabled && licensed.includes(user.role.name)).length;
  if (used >= licences) throw new Unprocessable({ role: ['no licenses are left'] });
}

function assertLookups(account: Account, body: Body, { unknownLookup }: Switches): void {
  if (unknownLookup !== 'refuse') return;
  const lists = { department: account.departments, site: account.sites };
  for (const [member, list] of Object.entries(lists)) {
    const given = body[member];
    if (given === undefined || isEmpty(given) || account.lookUp(list, given, 'ignore')) continue;
    throw new Unprocessable({ [member]: ['is invalid'] });
  }
}

/** Written in another shape than read (samanage-api.md §2.4). */
function customFields(given: unknown): Record<string, string> {
  const rows = (given as { custom_fields_value?: unknown } | undefined)?.custom_fields_value;
  if (!Array.isArray(rows)) return {};
  return Object.fromEntries(
    (rows as { name: unknown; value: unknown }[]).map(({ name, value }) => [text(name), text(value)]),
  );
}
