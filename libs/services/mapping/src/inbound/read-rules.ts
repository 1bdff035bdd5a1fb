import { DomainError } from '@waybill/decider';
import {
  type Finding,
  type KnownAccount,
  lintSchema,
  readSchema,
  type SynchronizationSchema,
} from '@waybill/provisioning-rules';
import type { MappingReads } from '../domain/mapping-reads';

/** Rules that can be applied, with what is worth a warning. */
export interface ReadRules {
  readonly schema: SynchronizationSchema;
  readonly warnings: readonly Finding[];
}

/**
 * Reads rules as they come over the API: a synchronization schema, whose OData annotations are not part of it.
 *
 * @throws DomainError `mapping.rules-invalid` that tells all findings at once
 */
export function readRules(content: unknown): ReadRules {
  const { schema, findings } = findingsOf(content);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (schema && errors.length === 0) return { schema, warnings: findings };
  const message = `The schema cannot be applied: ${countOf(errors)}. ${errors[0]?.path ?? ''}: ${errors[0]?.message ?? ''}`;
  const details = errors.map(({ path: target, message: found }) => ({ target, message: found }));
  throw new DomainError('invalid', 'mapping.rules-invalid', message, details);
}

/**
 * Everything there is to say of a document that should be a schema; it is told only where it can be read.
 *
 * @param account what is known of the Samanage account that the rules are for
 */
export function findingsOf(
  content: unknown,
  account?: KnownAccount,
): { schema?: SynchronizationSchema; findings: readonly Finding[] } {
  const reading = readSchema(withoutAnnotations(content));
  if (!('schema' in reading)) return { findings: reading.findings };
  return { schema: reading.schema, findings: lintSchema(reading.schema, account) };
}

const countOf = ({ length }: readonly Finding[]): string => (length === 1 ? 'one finding' : `${length} findings`);

function withoutAnnotations(content: unknown): unknown {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return content;
  return Object.fromEntries(Object.entries(content).filter(([name]) => !name.startsWith('@odata.')));
}

/** What is known of the Samanage account of a job. */
export async function knownAccount(reads: MappingReads, jobId: string): Promise<KnownAccount> {
  const roles = await reads.roles(jobId);
  return { roles: roles && roles.map(({ name }) => name) };
}
