import { type Ingress, patchOp, person, startIngress } from './testing/running-ingress';

/** Versions and preconditions (RFC 7644 §3.14; scim.md §2.7). */
describe('an ETag', () => {
  let ingress: Ingress;
  let path: string;
  beforeAll(async () => (ingress = await startIngress()));
  afterAll(() => ingress.stop());
  let sequence = 0;
  beforeEach(async () => {
    const made = await ingress.ask('POST', '/Users', person(`etag${(sequence += 1)}@contoso.com`));
    path = `/Users/${String(made.body.id)}`;
  });

  const patch = (headers: Record<string, string>, value = 'x') =>
    ingress.ask('PATCH', path, patchOp({ op: 'replace', path: 'title', value }), { headers });

  it('is weak, stands in the header and in meta, and changes with every effective write alone', async () => {
    expect((await patch({})).headers.etag).toBe('W/"2"');
    expect((await patch({})).headers.etag).toBe('W/"2"');
    const { headers, body } = await ingress.ask('GET', path);
    expect([headers.etag, body.meta.version]).toEqual(['W/"2"', 'W/"2"']);
    expect(body.meta.created < body.meta.lastModified).toBe(true);
  });

  it.each([
    ['W/"1"', 304],
    ['"1"', 304],
    ['W/"7", W/"1"', 304],
    ['*', 304],
    ['W/"2"', 200],
    ['garbage', 200],
  ])('If-None-Match: %s is answered %i', async (known, status) => {
    const { body, ...answer } = await ingress.ask('GET', path, undefined, { headers: { 'if-none-match': known } });
    expect(answer.status).toBe(status);
    if (status === 304) expect(body).toBeUndefined();
  });

  it.each([
    ['W/"1"', true],
    ['*', true],
    ['W/"9", "1"', true],
    ['W/"2"', false],
    ['garbage', false],
    ['', false],
  ])('If-Match: %s lets a write in: %s', async (wanted, isTaken) => {
    const headers = { 'if-match': wanted };
    expect((await patch(headers)).status).toBe(isTaken ? 200 : 412);
    const other = person(`etag-put${(sequence += 1)}@contoso.com`);
    if (isTaken) return;
    expect((await ingress.ask('PUT', path, other, { headers })).body).toMatchObject({ status: '412' });
    expect((await ingress.ask('DELETE', path, undefined, { headers })).status).toBe(412);
    expect((await ingress.ask('GET', path)).headers.etag).toBe('W/"1"');
  });
});
