import { DomainError } from '@waybill/decider';
import type { z } from 'zod';

/**
 * Reads a part of a request: path, query or body.
 *
 * @throws DomainError `invalid` that names every member that does not fit, and why
 */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, part: unknown): z.infer<Schema> {
  const read = schema.safeParse(part ?? {});
  if (read.success) return read.data;
  const findings = read.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  throw new DomainError('invalid', 'runtime.request-invalid', findings.join('; '));
}
