import { DomainError } from '@waybill/decider';
import { type Finding, lintSchema, readSchema, type SynchronizationSchema } from '@waybill/provisioning-rules';

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

/** Everything there is to say of a document that should be a schema; it is told only where it can be read. */
export function findingsOf(content: unknown): { schema?: SynchronizationSchema; findings: readonly Finding[] } {
  const reading = readSchema(withoutAnnotations(content));
  if (!('schema' in reading)) return { findings: reading.findings };
  return { schema: reading.schema, findings: lintSchema(reading.schema) };
}

const countOf = ({ length }: readonly Finding[]): string => (length === 1 ? 'one finding' : `${length} findings`);

function withoutAnnotations(content: unknown): unknown {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return content;
  return Object.fromEntries(Object.entries(content).filter(([name]) => !name.startsWith('@odata.')));
}
