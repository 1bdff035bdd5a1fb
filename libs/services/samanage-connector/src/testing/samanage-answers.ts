import { createServer, type IncomingHttpHeaders } from 'node:http';

/** What a server that stands for Samanage answers; undefined breaks the connection. */
export interface GivenAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is a text. */
  readonly body?: unknown;
}

export type GiveAnswer = (asked: {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
}) => GivenAnswer | undefined;

export const administrator = {
  id: 7,
  name: 'Megan',
  email: 'megan@contoso.com',
  role: { id: 1, name: 'Administrator' },
};

/** A Samanage whose administrator everything works for, except for what is said otherwise of a path. */
export const healthy =
  (otherwise: Readonly<Record<string, GivenAnswer>> = {}): GiveAnswer =>
  ({ method, path }) => {
    const name = `${method} ${path.split('?', 1)[0]}`;
    const usual: Readonly<Record<string, GivenAnswer>> = {
      'GET /users.json': { body: [] },
      'GET /profile.json': { body: administrator },
      'GET /roles.json': { body: [administrator.role] },
      'PUT /users/7.json': { body: administrator },
    };
    return otherwise[name] ?? usual[name] ?? { status: 404, body: 'Not Found' };
  };

/** Like it, for the bearer of one token alone. */
export const takesOnly =
  (token: string, give: GiveAnswer = healthy()): GiveAnswer =>
  (asked) =>
    asked.headers['x-samanage-authorization'] === `Bearer ${token}` ? give(asked) : { status: 401 };

/** A server on this machine that answers as it is told. */
export async function startAnswers(give: GiveAnswer) {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    heard.push(`${method} ${path}`);
    request.resume();
    const answer = give({ method, path, headers });
    if (!answer) return void request.socket.destroy();
    const { status = 200, body } = answer;
    response.writeHead(status, { 'X-Request-Id': 'samanage-1', ...answer.headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body ?? null));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    port,
    baseUrl: `http://localhost:${port}`,
    heard,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
