import { badRequest, type BulkOperation, type ResourceType, ScimError } from '@waybill/scim';
import type { JobEndpoint } from '../../domain/endpoint/job-endpoint';
import { typeAt } from '../asked';

/** An operation of a bulk request whose form is right: what is to be done, and to what. */
export interface BulkTarget {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly type: ResourceType;
  /** Null for a POST. */
  readonly id: string | null;
}

interface Place {
  readonly jobId: string;
  readonly endpoint: JobEndpoint;
}

const methods = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;
const steps = /^\/([^/?#]+)(?:\/([^/?#]+))?$/;
/** The path of a job's endpoint, where a path is not below it but whole. */
const ofJob = /^(?:https?:\/\/[^/]+)?\/scim\/([^/]+)\/v2(?=\/)/i;

/**
 * Reads what an operation is about (RFC 7644 §3.7).
 *
 * @param path with its references resolved
 * @throws ScimError `invalidSyntax` for a form that is wrong, 404 for what is not of this job
 */
export function targetOf(operation: BulkOperation, path: string, { jobId, endpoint }: Place): BulkTarget {
  const method = methodOf(operation);
  const [, step, id = null] = steps.exec(belowJob(path, jobId)) ?? [];
  if (step === undefined) throw badRequest('invalidSyntax', '"path" takes an endpoint, such as /Users, or a resource.');
  const type = typeAt(endpoint, step);
  if ((method === 'POST') === (id === null)) return { method, type, id };
  throw new ScimError(405, undefined, `${method} cannot be done at this path.`);
}

function belowJob(path: string, jobId: string): string {
  const [base = '', job = jobId] = ofJob.exec(path) ?? [];
  if (job !== jobId) throw new ScimError(404, undefined, 'The path is not one of this job.');
  return path.slice(base.length);
}

function methodOf({ method, bulkId, malformed }: BulkOperation): BulkTarget['method'] {
  if (malformed) throw badRequest('invalidSyntax', `"${malformed}" takes a text.`);
  const known = methods.find((each) => each === method);
  if (!known) throw badRequest('invalidSyntax', `"method" takes ${methods.join(', ')}.`);
  if (known === 'POST' && !bulkId) throw badRequest('invalidSyntax', 'A POST takes a "bulkId".');
  return known;
}
