import { isObject } from '../resource/resource';
import { badRequest, ScimError } from '../scim-error';

const message = 'urn:ietf:params:scim:api:messages:2.0:bulkrequest';

/** One operation of a bulk request as it was sent; what is wrong with it is told when its turn comes. */
export interface BulkOperation {
  readonly method: string;
  readonly path: string;
  readonly bulkId: string | undefined;
  /** An ETag the resource must have. */
  readonly version: string | undefined;
  readonly data: unknown;
  /** A member that is of another type than it must be. */
  readonly malformed: string | undefined;
}

export interface BulkRequest {
  /** After so many failures nothing more is done; undefined for going on whatever fails. */
  readonly failOnErrors: number | undefined;
  readonly operations: readonly BulkOperation[];
}

/**
 * Reads a bulk request (RFC 7644 §3.7).
 *
 * @throws ScimError `invalidSyntax` for what is no BulkRequest, 413 for more than `most` operations
 */
export function parseBulkRequest(body: unknown, most: number): BulkRequest {
  if (!isObject(body)) throw badRequest('invalidSyntax', 'The body is not a JSON object.');
  const members = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]));
  const schemas = members.get('schemas');
  const isNamed = Array.isArray(schemas) && schemas.some((urn) => String(urn).toLowerCase() === message);
  if (!isNamed) {
    throw badRequest('invalidSyntax', '"schemas" must name urn:ietf:params:scim:api:messages:2.0:BulkRequest.');
  }
  const operations = members.get('operations');
  if (!Array.isArray(operations)) throw badRequest('invalidSyntax', '"Operations" takes a list.');
  if (operations.length > most) throw new ScimError(413, undefined, `A bulk request may have ${most} operations.`);
  return { failOnErrors: failOnErrorsIn(members.get('failonerrors')), operations: operations.map(operationOf) };
}

function failOnErrorsIn(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (Number.isInteger(value) && Number(value) >= 1) return Number(value);
  throw badRequest('invalidValue', '"failOnErrors" takes a whole number from 1.');
}

function operationOf(given: unknown): BulkOperation {
  if (!isObject(given)) throw badRequest('invalidSyntax', 'An operation is not a JSON object.');
  const members = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  const text = (name: string) => {
    const value = members.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  const malformed = ['method', 'path', 'bulkId', 'version'].find((name) => {
    const value = members.get(name.toLowerCase());
    return value !== undefined && value !== null && typeof value !== 'string';
  });
  return {
    malformed,
    method: (text('method') ?? '').toUpperCase(),
    path: text('path') ?? '',
    bulkId: text('bulkid'),
    version: text('version'),
    data: members.get('data'),
  };
}
