/** What a bench pushes people with, as Azure AD would. */
export interface ScimClient {
  /** Creates a person; returns his id. */
  create(name: string): Promise<string>;
  disable(id: string): Promise<void>;
}

interface Endpoint {
  readonly baseUrl: string;
  readonly token: string;
}

export function scimClient({ baseUrl, token }: Endpoint): ScimClient {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' };
  const send = async (method: string, path: string, body: object): Promise<unknown> => {
    for (;;) {
      const answer = await fetch(baseUrl + path, { method, headers, body: JSON.stringify(body) });
      const text = await answer.text();
      if (answer.ok) return text === '' ? undefined : JSON.parse(text);
      if (answer.status !== 503) throw new Error(`${method} ${path} was answered ${answer.status}: ${text}`);
    }
  };
  return {
    create: async (name) => {
      const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
      const user = { schemas, userName: `${name}@contoso.com`, displayName: name, active: true };
      return String(((await send('POST', '/Users', user)) as { id: string }).id);
    },
    disable: async (id) => {
      const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
      const Operations = [{ op: 'replace', path: 'active', value: false }];
      await send('PATCH', `/Users/${id}`, { schemas, Operations });
    },
  };
}

const atOnce = 16;

/** Does something so many times, some at once; the results in the order of their numbers. */
export async function inParallel(times: number, work: (number: number) => Promise<string>): Promise<string[]> {
  const results: string[] = [];
  let next = 0;
  const workers = Array.from({ length: Math.min(atOnce, times) }, async () => {
    for (let number = next++; number < times; number = next++) results[number] = await work(number);
  });
  await Promise.all(workers);
  return results;
}
