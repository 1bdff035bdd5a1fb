import { readStates, type Sql } from '@waybill/event-log';
import { endpointStream } from '../../domain/endpoint/endpoint';
import { type EndpointState, untouchedEndpoint } from '../../domain/endpoint/endpoint-state';
import { type JobEndpoint, jobEndpoint } from '../../domain/endpoint/job-endpoint';

/** What the endpoints of jobs understand now; one that nobody changed has the built-in types and the defaults. */
export async function readEndpoints(sql: Sql, jobs: readonly string[]): Promise<ReadonlyMap<string, JobEndpoint>> {
  const asked = [...new Set(jobs)];
  const states = await readStates(sql, asked.map(endpointStream));
  return new Map(
    asked.map((job) => {
      const entry = states.get(endpointStream(job));
      return [job, compiled(job, entry?.version ?? 0, (entry?.state ?? untouchedEndpoint) as EndpointState)];
    }),
  );
}

const known = new Map<string, JobEndpoint>();
const mostKnown = 1_000;

/** Schemas are compiled once a version. */
function compiled(job: string, version: number, state: EndpointState): JobEndpoint {
  const before = known.get(job);
  if (before?.version === version) return before;
  if (known.size >= mostKnown) known.clear();
  const endpoint = jobEndpoint(state, version);
  known.set(job, endpoint);
  return endpoint;
}
