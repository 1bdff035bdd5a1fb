import type { Switches } from '../../switches';
import type { Account } from '../account';
import { type Body, textOf, wrapped } from '../body';
import { setCustomFields } from '../custom-fields';
import { assertLicence } from '../licences';
import { Malformed, type Named, Unprocessable, type User } from '../records';
import { assertLookups, managerIn, roleIn, setLookups } from '../references';
import { userView } from '../views/user-view';
import { done, notFound, refused, type WriteAnswer, type Writing } from './write';

/** Creates, changes or deletes a user (samanage-api.md §2.1). @throws Unprocessable, Malformed */
export function writeUser(writing: Writing): WriteAnswer {
  const { account, write, id, switches, shown } = writing;
  const body = wrapped(write.body, 'user');
  if (id === undefined) {
    const user = createUser(account, body, switches, write.at);
    return done(switches.createStatus, userView(user, shown));
  }
  const user = account.users.get(id);
  if (write.method === 'DELETE') return deleteUser(user, writing);
  if (!user) return notFound;
  updateUser(account, user, body, { switches, at: write.at });
  // The answer to a request for an activation mail is no JSON (samanage-api.md §2.1).
  if (write.query.has('send_activation_email')) return done(200, 'Activation email sent');
  return done(switches.updateStatus, userView(user, shown));
}

function deleteUser(user: User | undefined, { account, switches, shown }: Writing): WriteAnswer {
  if (!user && switches.deleteUnknownStatus === 404) return refused(404, 'Not Found');
  if (!user) throw new Unprocessable({ base: ['not found'] });
  if (user.lastLogin !== null && switches.deleteLoggedIn === 'refuse') {
    throw new Unprocessable({ base: ['a user who has logged in cannot be deleted'] });
  }
  const view = userView(user, shown);
  account.removeUser(user);
  return done(switches.deleteStatus, view);
}

const blank = ["can't be blank"];

/** @throws Unprocessable, Malformed; nothing is changed then */
export function createUser(account: Account, body: Body, switches: Switches, at: string): User {
  const email = textOf(body.email);
  const name = textOf(body.name);
  const missing = { ...(email ? {} : { email: blank }), ...(name ? {} : { name: blank }) };
  if (Object.keys(missing).length > 0) throw new Unprocessable(missing);
  if (account.usersByEmail.has(email.toLowerCase())) throw taken();
  const role = roleIn(body, account, switches) ?? roleNamed(account, switches.defaultRole);
  assertLicence(account, undefined, { role, disabled: isTrue(body.disabled) }, switches);
  assertWritable(account, body, switches);
  const user = account.addUser({ name, email, role, at });
  setMembers(account, user, body, switches);
  return user;
}

/** Changes the members that are given; the others, and what is not known, stay as they are (samanage-api.md §1.2). */
function updateUser(
  account: Account,
  user: User,
  body: Body,
  { switches, at }: { switches: Switches; at: string },
): void {
  const email = body.email === undefined ? user.email : textOf(body.email);
  const name = body.name === undefined ? user.name : textOf(body.name);
  assertIdentity(account, user, email, name);
  const role = roleIn(body, account, switches) ?? user.role;
  const disabled = body.disabled === undefined ? user.disabled : isTrue(body.disabled);
  assertLicence(account, user, { role, disabled }, switches);
  assertWritable(account, body, switches);
  if (email !== user.email) account.readdress(user, email);
  if (name !== user.name) account.rename(user, name);
  user.role = role;
  setMembers(account, user, body, switches);
  user.updatedAt = at;
}

function assertIdentity(account: Account, user: User, email: string, name: string): void {
  if (!email) throw new Unprocessable({ email: blank });
  if (!name) throw new Unprocessable({ name: blank });
  const holder = account.usersByEmail.get(email.toLowerCase());
  if (holder && holder !== user) throw taken();
}

function assertWritable(account: Account, body: Body, switches: Switches): void {
  if (Array.isArray(body.custom_fields_values)) throw new Malformed('custom fields as an array');
  assertLookups(body, account, switches);
}

const texts = { title: 'title', phone: 'phone', mobile_phone: 'mobilePhone', language: 'language' } as const;

function setMembers(account: Account, user: User, body: Body, switches: Switches): void {
  for (const [member, property] of Object.entries(texts)) {
    if (body[member] !== undefined) user[property] = textOf(body[member]);
  }
  if (body.disabled !== undefined) user.disabled = isTrue(body.disabled);
  setLookups(user, body, account, switches);
  const manager = managerIn(body, account);
  if (manager !== undefined) user.reportsTo = manager;
  setCustomFields(account, user, body.custom_fields_values, switches);
}

const isTrue = (given: unknown): boolean => textOf(given) === 'true';

const taken = () => new Unprocessable({ email: ['has already been taken'] });

const roleNamed = (account: Account, name: string): Named =>
  account.roles.find((role) => role.name === name) ?? (account.roles.at(-1) as Named);
