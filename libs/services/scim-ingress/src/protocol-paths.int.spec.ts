import { type Ingress, startIngress } from './testing/running-ingress';

describe("the protocol's own paths", () => {
  let ingress: Ingress;
  beforeAll(async () => (ingress = await startIngress()));
  afterAll(() => ingress.stop());

  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
  const ask = (method: (typeof methods)[number], path: string) =>
    ingress.ask(method, path, method === 'GET' || method === 'DELETE' ? undefined : {});

  it.each([
    ['/ServiceProviderConfig', 'GET, HEAD'],
    ['/ResourceTypes', 'GET, HEAD'],
    ['/ResourceTypes/User', 'GET, HEAD'],
    ['/Schemas', 'GET, HEAD'],
    ['/Schemas/urn:ietf:params:scim:schemas:core:2.0:User', 'GET, HEAD'],
    ['/.search', 'POST'],
    ['/Users/.search', 'POST'],
    ['/Bulk', 'POST'],
    ['', 'GET, HEAD'],
    ['/Users', 'GET, HEAD, POST'],
    ['/Users/1', 'DELETE, GET, HEAD, PATCH, PUT'],
  ])('%s tells which methods it has', async (path, allow) => {
    const others = methods.filter((method) => !allow.split(', ').includes(method));
    expect(others.length).toBeGreaterThan(0);
    for (const method of others) {
      const answer = await ask(method, path);
      expect(answer).toMatchObject({ status: 405, headers: { allow }, body: { status: '405' } });
    }
  });

  it.each([
    ['GET', '/schemas'],
    ['POST', '/bulk'],
    ['GET', '/resourcetypes'],
    ['GET', '/me'],
    ['DELETE', '/Bulk/1'],
    ['PATCH', '/ServiceProviderConfig/1'],
    ['POST', '/Bulk/.search'],
    ['GET', '/Schemas/a/b'],
  ] as const)('%s %s finds nothing, and so no other method is offered', async (method, path) => {
    const answer = await ask(method, path);
    expect(answer).toMatchObject({ status: 404, body: { status: '404' } });
    expect(answer.headers).not.toHaveProperty('allow');
  });

  it('/Me is not there, whatever is asked of it', async () => {
    for (const method of methods)
      expect(await ask(method, '/Me')).toMatchObject({ status: 501, body: { status: '501' } });
  });

  it('the configuration is anybody’s to read, the schemas are not', async () => {
    const anonymous = (path: string) => ingress.ask('GET', path, undefined, { token: null });
    expect((await anonymous('/ServiceProviderConfig?filter=a&sortBy=b&startIndex=x')).status).toBe(200);
    expect((await anonymous('/Schemas')).status).toBe(401);
    expect((await anonymous('/ResourceTypes/User')).status).toBe(401);
  });
});
