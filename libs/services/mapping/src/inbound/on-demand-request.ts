import { DomainError } from '@waybill/decider';
import type { SynchronizationSchema } from '@waybill/provisioning-rules';
import { parseRequest } from '@waybill/runtime';
import { z } from 'zod';
import type { MappingReads, SubjectType } from '../domain/mapping-reads';
import type { StoredJob } from '../domain/rules-in-force';

const objectId = z.string().min(1).max(500);
const member = z.object({ objectId, objectTypeName: z.literal('User') });
const links = z.object({ members: z.array(member).nullish() }).nullish();
const subject = z
  .object({ objectId, objectTypeName: z.enum(['User', 'Group']), links })
  .transform(({ objectId: called, objectTypeName: type, links: given }) => ({
    called,
    type,
    named: (given?.members ?? []).map((each) => each.objectId),
  }))
  .refine(({ type, named }) => type === 'Group' || named.length === 0, 'links are of groups alone');

const exactlyOne = 'exactly one user, or one group, is provisioned on demand';
const oneOf = <Item extends z.ZodType>(item: Item) => z.tuple([item], exactlyOne);
const body = z
  .object({ parameters: oneOf(z.object({ ruleId: z.string().nullish(), subjects: oneOf(subject) })) })
  .transform(({ parameters: [{ ruleId = null, subjects }] }) => ({ ruleId, ...subjects[0] }));

/** Whom an admin asks for, by directory ids. */
export interface AskedSubject {
  readonly type: SubjectType;
  readonly id: string;
  /** Of a group: those whose membership is told again; empty where everybody's is. */
  readonly members: readonly string[];
  /** Those of them who are directory users. */
  readonly users: readonly string[];
}

/**
 * Reads what Graph's `provisionOnDemand` is asked with (entra-provisioning.md §2.9). `objectId` is the directory id; what
 * Azure AD calls somebody, his externalId, will do, and of the subject itself his userName.
 *
 * @throws DomainError `invalid` for another shape, more or less than one subject, a rule that there is not, and for what
 *   several have in common; `not-found` for somebody nobody knows
 */
export async function readOnDemandRequest(
  reads: MappingReads,
  { jobId, rules }: StoredJob,
  content: unknown,
): Promise<AskedSubject> {
  const { ruleId, type, called, named } = parseRequest(body, content);
  assertRule(rules, ruleId);
  const id = await subjectCalled(reads, jobId, type, called);
  return { type, id, ...(await membersCalled(reads, jobId, named)) };
}

function assertRule(rules: StoredJob['rules'], ruleId: string | null): void {
  const { synchronizationRules } = rules as unknown as SynchronizationSchema;
  if (ruleId === null || synchronizationRules.some(({ id }) => id === ruleId)) return;
  throw new DomainError('invalid', 'mapping.rule-unknown', `there is no synchronization rule ${ruleId}`);
}

const isId = (text: string): boolean => z.uuid().safeParse(text).success;

const unknown = (jobId: string, whom: readonly string[]): DomainError =>
  new DomainError('not-found', 'mapping.subject-unknown', `job ${jobId} does not know ${whom.join(', ')}`);

async function subjectCalled(reads: MappingReads, jobId: string, type: SubjectType, called: string): Promise<string> {
  const [entry] = isId(called) ? await reads.subjects(jobId, type, [called]) : [];
  if (entry) return entry.id;
  const byExternalId = (await reads.subjectsCalled(jobId, type, [called])).get(called) ?? [];
  const isNameless = byExternalId.length > 0 || type === 'Group';
  const [id, ...others] = isNameless ? byExternalId : await reads.usersNamed(jobId, called);
  if (id === undefined) throw unknown(jobId, [called]);
  return onlyOne(called, id, others);
}

function onlyOne(called: string, id: string, others: readonly string[]): string {
  if (others.length === 0) return id;
  const message = `${called} may be ${[id, ...others].join(' or ')}; name one by that id`;
  throw new DomainError('invalid', 'mapping.subject-ambiguous', message);
}

/** Somebody who is no user of the directory may be a member all the same, under the id that the group tells. */
async function membersCalled(
  reads: MappingReads,
  jobId: string,
  named: readonly string[],
): Promise<Pick<AskedSubject, 'members' | 'users'>> {
  if (named.length === 0) return { members: [], users: [] };
  const ids = named.filter(isId).map((id) => id.toLowerCase());
  const known = new Set((await reads.subjects(jobId, 'User', ids)).map(({ id }) => id));
  const others = named.filter((each) => !known.has(each.toLowerCase()));
  const called = await reads.subjectsCalled(jobId, 'User', others);
  const missing = others.filter((each) => !called.has(each) && !isId(each));
  if (missing.length > 0) throw unknown(jobId, missing);
  const found = [...called].map(([each, [id = '', ...more]]) => onlyOne(each, id, more));
  const strangers = others.filter((each) => !called.has(each)).map((id) => id.toLowerCase());
  const users = [...new Set([...known, ...found])];
  return { users, members: [...new Set([...users, ...strangers])] };
}
