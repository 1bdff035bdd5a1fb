import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createTestDatabase } from '@waybill/testing';

const program = join(__dirname, '../dist/ingress-alone.js');
const rounds = 50;
const group = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const user = 'urn:ietf:params:scim:schemas:core:2.0:User';
const patchMessage = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

describe('two ingress processes of one job', () => {
  const [jobId, tokenId, token] = [randomUUID(), randomUUID(), randomUUID()];
  const children: ChildProcess[] = [];
  const bases: string[] = [];
  let dropDatabase: () => Promise<void>;

  beforeAll(async () => {
    const database = await createTestDatabase();
    dropDatabase = () => database.drop();
    for (let process_ = 0; process_ < 2; process_ += 1) {
      const args = [program, database.url, jobId, tokenId, token];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      children.push(child);
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const { port } = JSON.parse(line.toString()) as { port: number };
      bases.push(`http://127.0.0.1:${port}/scim/${jobId}/v2`);
    }
  });
  afterAll(async () => {
    const ended = children.map((child) => once(child, 'exit'));
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(ended);
    await dropDatabase();
  });

  const ask = async (process_: number, method: string, path: string, body?: object) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' };
    const answer = await fetch(`${bases[process_ % 2]}${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Record<string, unknown> };
  };

  it(`keep all of 64 members that are added through both at once, ${rounds} times`, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const made = await ask(round, 'POST', '/Groups', { schemas: [group], displayName: `Group ${round}` });
      const id = String(made.body.id);
      const members = Array.from({ length: 64 }, (_, n) => `member-${String(n).padStart(2, '0')}`);
      const answers = await Promise.all(
        members.map((value, n) =>
          ask(n, 'PATCH', `/Groups/${id}`, {
            schemas: [patchMessage],
            Operations: [{ op: 'Add', path: 'members', value: [{ $ref: null, value }] }],
          }),
        ),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
      const { body } = await ask(round + 1, 'GET', `/Groups/${id}`);
      expect((body.members as { value: string }[]).map(({ value }) => value)).toEqual(members);
    }
  });

  it('give one of 16 equal creates a 201', async () => {
    const body = { schemas: [user], userName: 'twin@contoso.com' };
    const answers = await Promise.all(Array.from({ length: 16 }, (_, n) => ask(n, 'POST', '/Users', body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(15).fill(409)]);
  });

  it('keep both of two patches of one user that cross each other', async () => {
    const { body } = await ask(0, 'POST', '/Users', { schemas: [user], userName: 'crossed@contoso.com' });
    const path = `/Users/${String(body.id)}`;
    const change = (process_: number, attribute: string) =>
      ask(process_, 'PATCH', path, {
        schemas: [patchMessage],
        Operations: [{ op: 'replace', path: attribute, value: 'x' }],
      });
    const answers = await Promise.all([change(0, 'title'), change(1, 'nickName')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await ask(0, 'GET', path)).body).toMatchObject({ title: 'x', nickName: 'x' });
  });
});
