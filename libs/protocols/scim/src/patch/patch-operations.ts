import type { Leniency } from '../leniency/leniency';
import { badRequest, ScimError } from '../scim-error';
import { isObject } from '../resource/resource';

/** One operation of a PATCH, as it was meant. */
export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string | undefined;
  readonly value: unknown;
  /** Whether a value was given at all; `null` is one. */
  readonly hasValue: boolean;
}

const message = 'urn:ietf:params:scim:api:messages:2.0:patchop';

/** Operations of one request; the text of a 413 states it. */
export const mostOperations = 1_000;

/**
 * Reads the body of a PATCH; names and `op` in any letter case (RFC 7644 §3.5.2).
 *
 * @throws ScimError `invalidSyntax` when it is not a PatchOp message, 413 for more than 1,000 operations
 */
export function parseOperations(body: unknown, { emptyOperations }: Leniency): PatchOperation[] {
  if (!isObject(body)) throw badRequest('invalidSyntax', 'The body is not a JSON object.');
  const schemas = memberOf(body, 'schemas');
  const named =
    Array.isArray(schemas) && schemas.some((urn) => typeof urn === 'string' && urn.toLowerCase() === message);
  if (!named) throw badRequest('invalidSyntax', '"schemas" must name urn:ietf:params:scim:api:messages:2.0:PatchOp.');
  const operations = memberOf(body, 'operations');
  if (!Array.isArray(operations) || (operations.length === 0 && emptyOperations === 'refuse')) {
    throw badRequest('invalidSyntax', '"Operations" takes a list with at least one operation.');
  }
  if (operations.length > mostOperations) {
    throw new ScimError(413, undefined, `A request may have ${mostOperations} operations.`);
  }
  return operations.map(parseOperation);
}

const operationNames = ['add', 'replace', 'remove'] as const;

function parseOperation(operation: unknown): PatchOperation {
  if (!isObject(operation)) throw badRequest('invalidSyntax', 'An operation is not a JSON object.');
  const given = memberOf(operation, 'op');
  const op = operationNames.find((name) => typeof given === 'string' && given.toLowerCase() === name);
  if (!op) throw badRequest('invalidSyntax', '"op" takes add, replace or remove.');
  const value = memberOf(operation, 'value');
  return { op, path: pathIn(operation), value, hasValue: value !== undefined };
}

function pathIn(operation: Record<string, unknown>): string | undefined {
  const path = memberOf(operation, 'path') ?? '';
  if (typeof path !== 'string') throw badRequest('invalidPath', '"path" takes a text.');
  return path === '' ? undefined : path;
}

const memberOf = (object: Record<string, unknown>, name: string): unknown =>
  Object.entries(object).find(([key]) => key.toLowerCase() === name)?.[1];
