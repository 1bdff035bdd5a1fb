import { type SimulatorOptions, startSamanageSimulator } from '../start-simulator';
import type { Switches } from '../switches';

export const token = 'token-of-the-owner';

/** An account that answers, and how to call it as its owner does. */
export async function startAccount(switches: Partial<Switches> = {}, options: Partial<SimulatorOptions> = {}) {
  const running = await startSamanageSimulator({ token, switches: { ratePerMinute: 0, ...switches }, ...options });
  const call = async (line: string, body?: unknown, headers: Record<string, string> = {}) => {
    const [method, path] = line.split(' ') as [string, string];
    const response = await fetch(`${running.baseUrl}${path}`, {
      method,
      headers: {
        'X-Samanage-Authorization': `Bearer ${token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = text !== '' && (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  return {
    ...running,
    /** e.g. `call('GET /users.json')` */
    call,
    /** Members beside the name and the address are sent along. */
    user: async (name: string, more: object = {}) => {
      const email = `${name.toLowerCase().replaceAll(' ', '.')}@contoso.com`;
      return (await call('POST /users.json', { user: { name, email, ...more } })).body;
    },
    group: async (name: string, more: object = {}) =>
      (await call('POST /groups.json', { group: { name, ...more } })).body,
    names: async (path: string): Promise<string[]> =>
      (await call(`GET ${path}`)).body.map((each: { name: string }) => each.name),
    set: (change: Partial<Switches>) => running.simulator.change(change),
  };
}

export type StartedAccount = Awaited<ReturnType<typeof startAccount>>;

/** What a call got; the body is parsed where it is JSON. */
export type Got = Awaited<ReturnType<StartedAccount['call']>>;
