import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { directCalls } from './calls';
import { SamanageTransport, type TransportOptions } from './samanage-transport';
import { SamanageUsers } from './samanage-users';

const options: Omit<TransportOptions, 'baseUrl'> = {
  authorization: ['X-Samanage-Authorization', 'Bearer a:b.c='],
  timeoutMilliseconds: 2_000,
  connections: 1,
};
const licensed = () => Promise.resolve();

/** Answers with what it is given, one after the other, and remembers what it was asked. */
async function answering(...answers: [status: number, body?: unknown, headers?: Record<string, string>][]) {
  const asked: { line: string; headers: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    asked.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    const [status, body, headers] = answers.shift() ?? [500];
    response.writeHead(status, headers).end(body === undefined ? '' : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const transport = new SamanageTransport({
    ...options,
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`,
  });
  const close = async () => {
    await transport.close();
    await new Promise((resolve) => server.close(resolve));
  };
  return { users: new SamanageUsers(directCalls(transport)), asked, close };
}

describe('the users of Samanage', () => {
  it('sends the headers, and the token as it is', async () => {
    const { users, asked, close } = await answering([200, { id: '7', name: 'A' }]);
    expect(await users.get(7)).toMatchObject({ id: 7, name: 'A' });
    expect(asked[0]?.line).toBe('GET /base/users/7.json');
    expect(asked[0]?.headers).toMatchObject({
      'x-samanage-authorization': 'Bearer a:b.c=',
      accept: 'application/vnd.samanage.v2.1+json',
    });
    await close();
  });

  it('walks all pages of a look-up, wrapped or not, and takes only exact addresses, each user once', async () => {
    const pages = { 'x-total-pages': '2' };
    const { users, asked, close } = await answering(
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
    expect((await users.find({ attribute: 'email', value: 'a+b@c' })).map(({ id }) => id)).toEqual([2, 3]);
    expect(asked[0]?.line).toBe('GET /base/users.json?email=a%2Bb%40c&per_page=100&page=1');
    await close();
  });

  it('takes only the exact name, in its letter case, whatever the filter matches', async () => {
    const names = ['Ann', 'Anna', 'ann', ' Ann '].map((name, index) => ({ id: index + 1, name }));
    const { users, asked, close } = await answering([200, names]);
    expect((await users.find({ attribute: 'name', value: 'Ann ' })).map(({ id }) => id)).toEqual([1, 4]);
    expect(asked[0]?.line).toBe('GET /base/users.json?name=Ann&per_page=100&page=1');
    await close();
  });

  it.each([
    ['is an error', [500]],
    ['says that it is gone', [404]],
    ['has no id', [200, {}]],
  ] as const)('leaves an update in doubt whose answer is empty when the read after it %s', async (_, read) => {
    const { users, close } = await answering([204], [...read]);
    await expect(users.update(7, { title: 'CEO' }, licensed)).rejects.toMatchObject({ kind: 'ambiguous' });
    await close();
  });

  it('leaves a write in doubt that was answered without a record', async () => {
    const { users, close } = await answering([201]);
    await expect(users.create({ email: 'a@b' }, licensed)).rejects.toMatchObject({ kind: 'ambiguous' });
    await close();
  });

  it('leaves no doubt about a write that nobody took', async () => {
    const transport = new SamanageTransport({ ...options, baseUrl: 'http://127.0.0.1:1' });
    const users = new SamanageUsers(directCalls(transport));
    await expect(users.create({ email: 'a@b' }, licensed)).rejects.toMatchObject({ kind: 'unavailable' });
    await transport.close();
  });

  it('sends no write without a licence', async () => {
    const { users, asked, close } = await answering([200, { id: 7 }]);
    const refused = () => Promise.reject(new Error('no licence'));
    await expect(users.delete(7, refused)).rejects.toThrow('no licence');
    expect(asked).toEqual([]);
    await close();
  });
});
