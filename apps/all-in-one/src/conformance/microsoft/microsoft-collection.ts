import { type Execution, run } from 'newman';
import published from './microsoft-scim.postman_collection.json';

/** Our tokens are made by an admin; there is no endpoint that gives them away, as this folder expects. */
const leftOut = 'Get Token';

interface Folder {
  readonly name: string;
  readonly item?: readonly Folder[];
}

const collection = { ...published, item: published.item.filter(({ name }) => name !== leftOut) };

/** Folder and name of every request, in the order in which they are sent; of equal ones the later ones are numbered. */
export const requests: readonly string[] = numbered(namesIn(collection.item));

/** What one request of the collection found wrong with its answer, by the names the collection gives. */
export interface Finding {
  readonly request: string;
  readonly failed: readonly string[];
}

/** Where the collection is sent. */
export interface Endpoint {
  readonly scimBase: string;
  readonly token: string;
}

/**
 * Sends the whole collection to an endpoint, one request after another.
 *
 * @returns a finding a request, in the order of `requests`
 * @throws Error when the run itself cannot be made
 */
export async function runCollection({ scimBase, token }: Endpoint): Promise<Finding[]> {
  const { protocol, hostname, port, pathname } = new URL(scimBase);
  const variables = {
    Protocol: protocol.slice(0, -1),
    Server: hostname,
    Port: `:${port}`,
    Api: pathname.slice(1),
    token,
  };
  const envVar = Object.entries(variables).map(([key, value]) => ({ key, value }));
  const executions = await new Promise<readonly Execution[]>((resolve, reject) => {
    run({ collection, envVar, timeoutRequest: 10_000 }, (error, summary) =>
      error ? reject(error) : resolve(summary.run.executions),
    );
  });
  return executions.map((execution, n) => ({
    request: requests[n] ?? execution.item.name,
    failed: failuresOf(execution),
  }));
}

function failuresOf({ requestError, assertions = [], testScript = [] }: Execution): string[] {
  return [
    ...(requestError ? ['it is answered'] : []),
    ...assertions.flatMap(({ assertion, error }) => (error ? [assertion] : [])),
    ...testScript.flatMap(({ error }) => (error ? ['its script ends'] : [])),
  ];
}

function namesIn(folders: readonly Folder[], within = ''): string[] {
  return folders.flatMap(({ name, item }) => (item ? namesIn(item, `${name} / `) : [`${within}${name}`]));
}

function numbered(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
