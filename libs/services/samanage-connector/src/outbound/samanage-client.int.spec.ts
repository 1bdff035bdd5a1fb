import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SamanageClient } from './samanage-client';

/** Answers with what it is given, one after the other, and remembers what it was asked. */
async function answering(...answers: [status: number, body?: unknown, headers?: Record<string, string>][]) {
  const asked: { line: string; headers: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    asked.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    const [status, body, headers] = answers.shift() ?? [500];
    response.writeHead(status, headers).end(body === undefined ? '' : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new SamanageClient({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`,
    token: 'a:b.c=',
    timeoutMilliseconds: 2_000,
    connections: 1,
  });
  const close = async () => {
    await client.close();
    await new Promise((resolve) => server.close(resolve));
  };
  return { client, asked, close };
}

describe('the client of Samanage', () => {
  it('sends the headers, and the token as it is', async () => {
    const { client, asked, close } = await answering([200, { id: '7', name: 'A' }]);
    expect(await client.getUser(7)).toMatchObject({ id: 7, name: 'A' });
    expect(asked[0]?.line).toBe('GET /base/users/7.json');
    expect(asked[0]?.headers).toMatchObject({
      'x-samanage-authorization': 'Bearer a:b.c=',
      accept: 'application/vnd.samanage.v2.1+json',
    });
    await close();
  });

  it('walks all pages of a look-up, wrapped or not, and takes only exact addresses, each user once', async () => {
    const pages = { 'x-total-pages': '2' };
    const { client, asked, close } = await answering(
      [200, [{ user: { id: 1, email: 'xa+b@c' } }, { user: { id: 2, email: 'A+B@c' } }], pages],
      [
        200,
        [
          { id: 2, email: 'A+B@c' },
          { id: 3, email: 'a+b@c' },
        ],
        pages,
      ],
    );
    expect((await client.findUsers({ attribute: 'email', value: 'a+b@c' })).map(({ id }) => id)).toEqual([2, 3]);
    expect(asked[0]?.line).toBe('GET /base/users.json?email=a%2Bb%40c&per_page=100&page=1');
    await close();
  });

  it('takes only the exact name, in its letter case, whatever the filter matches', async () => {
    const names = ['Ann', 'Anna', 'ann', ' Ann '].map((name, index) => ({ id: index + 1, name }));
    const { client, asked, close } = await answering([200, names]);
    expect((await client.findUsers({ attribute: 'name', value: 'Ann ' })).map(({ id }) => id)).toEqual([1, 4]);
    expect(asked[0]?.line).toBe('GET /base/users.json?name=Ann&per_page=100&page=1');
    await close();
  });

  it.each([
    ['is an error', [500]],
    ['says that it is gone', [404]],
    ['has no id', [200, {}]],
  ] as const)('leaves an update in doubt whose answer is empty when the read after it %s', async (_, read) => {
    const { client, close } = await answering([204], [...read]);
    await expect(client.updateUser(7, { title: 'CEO' })).rejects.toMatchObject({ kind: 'ambiguous' });
    await close();
  });

  it('leaves a write in doubt that was answered without a record', async () => {
    const { client, close } = await answering([201]);
    await expect(client.createUser({ email: 'a@b' })).rejects.toMatchObject({ kind: 'ambiguous' });
    await close();
  });

  it('leaves no doubt about a write that nobody took', async () => {
    const options = { baseUrl: 'http://127.0.0.1:1', token: 't', timeoutMilliseconds: 2_000, connections: 1 };
    const client = new SamanageClient(options);
    await expect(client.createUser({ email: 'a@b' })).rejects.toMatchObject({ kind: 'unavailable' });
    await client.close();
  });
});
