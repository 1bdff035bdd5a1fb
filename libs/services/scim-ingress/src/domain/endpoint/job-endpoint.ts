import {
  defaultLeniency,
  type DefinedType,
  type Leniency,
  parseResourceType,
  parseSchema,
  type ResourceType,
  resourceTypesOf,
  type Schema,
} from '@waybill/scim';
import type { EndpointState } from './endpoint-state';

/** Requests a second that the endpoint of a job takes unless it is set otherwise; Azure AD needs 25. */
export const defaultRequestsPerSecond = 10_000;

/** What the SCIM endpoint of a job understands, and how it behaves. */
export interface JobEndpoint {
  readonly types: readonly ResourceType[];
  /** The schemas that the job uploaded. */
  readonly schemas: readonly Schema[];
  readonly leniency: Leniency;
  readonly requestsPerSecond: number;
  /** Grows with every change of it; 0 for one that was never changed. */
  readonly version: number;
}

/** The endpoint that a state describes; what was not set has its default. */
export function jobEndpoint({ schemas, resourceTypes, switches }: EndpointState, version: number): JobEndpoint {
  const parsed = Object.values(schemas).map(parseSchema);
  const defined: DefinedType[] = Object.values(resourceTypes).map(parseResourceType);
  const { requestsPerSecond = defaultRequestsPerSecond, ...set } = switches;
  return {
    types: resourceTypesOf(parsed, defined),
    schemas: parsed,
    leniency: { ...defaultLeniency, ...(set as Partial<Leniency>) },
    requestsPerSecond: Number(requestsPerSecond),
    version,
  };
}

/** Asks what the endpoint of a job understands; a job that is not known has the built-in types and defaults. */
export class FindJobEndpoint {
  constructor(readonly jobId: string) {}
}
