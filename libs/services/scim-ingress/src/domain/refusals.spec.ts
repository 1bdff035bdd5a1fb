import { given } from '@waybill/decider';
import { builtInKinds, placeOf, reasonOf, refusals, type Refusal } from './refusals';

const id = '0b7e1f1e-7a52-4c33-9d0c-5a3f1f0c8a11';

const refusal: Refusal = {
  correlationId: 'r1',
  status: 409,
  scimType: 'uniqueness',
  reason: 'The userName is taken.',
  method: 'POST',
  path: '/Users',
  kind: 'User',
  subjectId: null,
  suppressed: 0,
  at: '2026-11-25T04:30:00.000Z',
};

describe('a refused request', () => {
  it('is told as often as it comes', () => {
    const record = { type: 'record-refusal', jobId: 'job-1', refusal } as const;
    const event = { type: 'directory.request-refused', data: refusal };
    expect(given(refusals).when(record, record).events).toEqual([event, event]);
    expect(refusals.stream(record)).toBe('refusals-job-1');
  });

  it.each([
    ['/scim/j1/v2/Users', '/Users', 'Users', null],
    ['/scim/j1/v2/Users?filter=userName%20eq%20%22adele%22', '/Users', 'Users', null],
    ['/scim/j1/Users', '/Users', 'Users', null],
    ['/scim/j1/v2', '/', '', null],
    ['/scim/j1/v2?startIndex=1', '/', '', null],
    ['/scim/j1', '/', '', null],
    ['/scim/j1/v22/Users', '/v22/Users', 'v22', null],
    [`/scim/j1/v2/Groups/${id.toUpperCase()}`, `/Groups/${id.toUpperCase()}`, 'Groups', id],
    [`/scim/j1/v2/Groups/${id}/members`, `/Groups/${id}/members`, 'Groups', id],
    ['/scim/j1/v2/Users/adele', '/Users/adele', 'Users', null],
    ['/scim/j1/v2//Users', '//Users', '', null],
    ['/scim/j1/v2/Users/\ud83d\0', '/Users/\ufffd\ufffd', 'Users', null],
  ])('is found under its job: %s', (url, path, endpoint, subjectId) => {
    expect(placeOf(url)).toEqual({ jobId: 'j1', path, endpoint, subjectId });
  });

  it.each(['/scim/', '/scim', '/scim//v2/Users', '/v1.0/waybill/jobs/j1'])('has no job at %s', (url) => {
    expect(placeOf(url)).toBeUndefined();
  });

  it('keeps the beginning of a long address and a long reason, and no half character', () => {
    expect(placeOf(`/scim/j1/v2/Users/${'x'.repeat(1_000)}`)?.path).toHaveLength(200);
    expect(reasonOf('x'.repeat(501))).toBe('x'.repeat(500));
    expect(reasonOf(`${'x'.repeat(499)}🔑`)).toBe('x'.repeat(499));
  });

  it.each([
    ['Users', 'User'],
    ['Groups', 'Group'],
    ['users', null],
    ['constructor', null],
    ['', null],
  ])('is about a kind of resource: %s', (endpoint, kind) => {
    expect(builtInKinds.kindOf('j1', endpoint)).toBe(kind);
  });
});
