import { randomUUID } from 'node:crypto';
import type { Connection, ConnectionTest, TokenOwner } from '../../domain/connections';
import { type Calls, directCalls } from '../api/calls';
import { isRecord, recordIn, recordsIn, type SamanageRecord } from '../api/records';
import { goneIsUndefined, SamanageFailure } from '../api/samanage-failure';
import { AddressRefused } from '../egress/address-refused';
import { type ConnectionProblem, failedTest, type NamedFailure, problemOf, sentenceOf } from './connection-problems';
import { guardedTransport, type SamanageAccess } from './samanage-access';

/** The result of a test, a failure with its problem by name. */
export type Tested = Extract<ConnectionTest, { ok: true }> | NamedFailure;

/** The role whose bearer may generate tokens and write users (samanage-api.md §1.3, §4). */
const administrator = 'Administrator';

const unproved =
  'Samanage did not tell whose credentials these are, so that nobody knows whether they may write: ' +
  'use those of an administrator.';

/** Something is wrong although the call succeeded. */
class Unfit extends Error {
  constructor(readonly problem: ConnectionProblem) {
    super(problem);
  }
}

/**
 * Tests a connection as *Test Connection* does (entra-provisioning.md §7.6): a search for a user whom nobody can be, who
 * it is that asks, and a write that changes nothing.
 *
 * @param connectError what the last connection could not be made for, if so
 */
export async function testConnection(
  at: string,
  calls: Calls,
  connectError: () => unknown = () => null,
): Promise<Tested> {
  try {
    await searchForNobody(calls);
    const owner = await ownerOf(calls);
    if (!owner) return { ok: true, baseAddress: at, owner: null, remark: unproved };
    if (owner.role !== administrator) throw new Unfit('notAdministrator');
    await writeNothing(owner.id, calls);
    return { ok: true, baseAddress: at, owner, remark: null };
  } catch (error) {
    if (error instanceof Unfit) return failedTest(error.problem, at);
    if (error instanceof SamanageFailure) return failureAt(at, error, connectError());
    throw error;
  }
}

/** Tests a connection that need not be kept. */
export async function testAt(connection: Connection, access: SamanageAccess): Promise<Tested> {
  let connectError: unknown = null;
  const connect = access.guard.connector(access.timeoutMilliseconds);
  const transport = guardedTransport(connection, { ...access, connections: 1 }, (options, callback) =>
    connect(options, (...result) => {
      [connectError] = result;
      callback(...result);
    }),
  );
  try {
    return await testConnection(connection.baseAddress, directCalls(transport), () => connectError);
  } finally {
    await transport.close();
  }
}

function failureAt(at: string, failure: SamanageFailure, connectError: unknown): NamedFailure {
  const failed = failedTest(problemOf(failure, connectError), at, failure.request);
  return connectError instanceof AddressRefused ? { ...failed, sentence: sentenceOf(connectError) } : failed;
}

async function searchForNobody(calls: Calls): Promise<void> {
  const query = new URLSearchParams({ email: `${randomUUID()}@waybill.invalid`, per_page: '1' });
  const answer = await calls.read(`/users.json?${query.toString()}`);
  if (!Array.isArray(answer.body)) throw new Unfit('notSamanage');
  if (recordsIn(answer, 'user').length > 0) throw new Unfit('notFiltered');
}

/** Where Samanage does not tell who asks (`profile.json` is not documented), the roles show at least that it is one. */
async function ownerOf(calls: Calls): Promise<TokenOwner | undefined> {
  const profile = await calls.read('/profile.json').catch(goneIsUndefined);
  if (!profile) {
    const { body } = await calls.read('/roles.json?per_page=1');
    if (Array.isArray(body)) return undefined;
    throw new Unfit('notSamanage');
  }
  if (!isRecord(profile.body)) throw new Unfit('notSamanage');
  return ownerIn(recordIn(profile, 'user'));
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

const ownerIn = ({ id, email, name, role }: SamanageRecord): TokenOwner => ({
  id,
  email: text(email),
  name: text(name),
  role: isRecord(role) ? text(role.name) : '',
});

/** A write without a member changes nothing; where Samanage finds fault with that, the right to write was there. */
async function writeNothing(id: number, calls: Calls): Promise<void> {
  const nothing = { method: 'PUT', path: `/users/${id}.json`, body: { user: {} } } as const;
  try {
    await calls.write(nothing, () => Promise.resolve());
  } catch (error) {
    if (!(error instanceof SamanageFailure)) throw error;
    if (error.kind === 'refused') return;
    if (error.kind === 'not-allowed') throw new Unfit('mayNotWrite');
    throw error;
  }
}
