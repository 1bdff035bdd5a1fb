import { type Asked, complaintsAbout } from './complaints';
import type { RawAnswer } from './raw-http';

const canary = 'canary-of-another-job';
const error = 'urn:ietf:params:scim:api:messages:2.0:Error';
const asked: Asked = { method: 'GET', path: '/Users', sent: '', secrets: [canary] };

const refusal = (status: number, more: object = {}): object => ({
  schemas: [error],
  status: String(status),
  detail: 'It is not so.',
  ...more,
});

const answer = (status: number, body: object | string, more: Partial<RawAnswer> = {}): RawAnswer => ({
  status,
  headers: { 'content-type': 'application/scim+json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
  milliseconds: 5,
  ...more,
});

const json = { 'content-type': 'application/json' };
const detail = (text: string) => answer(400, refusal(400, { detail: text }));
const bulk = (...Operations: object[]) => answer(200, { Operations });

describe('complaints about answers', () => {
  it.each<[string, RawAnswer, Partial<Asked>]>([
    ['a refusal', answer(400, refusal(400, { scimType: 'invalidFilter' })), {}],
    ['a list', answer(200, { totalResults: 0, Resources: [] }), { expect: { status: 200, total: 0 } }],
    ['nothing at all', answer(204, '', { headers: {} }), {}],
    ['a refusal of HEAD, which has no body', answer(404, ''), { method: 'HEAD' }],
    ['what is not implemented, of /Me', answer(501, refusal(501)), { path: '/Me' }],
    ['SQL that only comes back as an echo', detail('There is no "DROP TABLE".'), { sent: 'x; DROP TABLE y' }],
    ['an operation that was refused', bulk({ status: '400', response: refusal(400) }), {}],
    ['one of two statuses', answer(404, refusal(404)), { expect: { status: [400, 404] } }],
  ])('has none about %s', (_, given, more) => {
    expect(complaintsAbout(given, { ...asked, ...more })).toEqual([]);
  });

  it.each<[string, RawAnswer, RegExp, Partial<Asked>?]>([
    ['a 500', answer(500, refusal(500)), /^status 500/],
    ['a 503', answer(503, refusal(503)), /^status 503/],
    ['a 501 of anything but /Me', answer(501, refusal(501)), /^status 501/],
    ['no answer', answer(0, ''), /without an answer/],
    ['an answer that takes its time', answer(200, '', { milliseconds: 10_000 }), /took 10000 ms/],
    ["another job's data", answer(200, { displayName: canary }), /tells canary/],
    ["another job's data in a header", answer(200, '', { headers: { location: canary } }), /tells canary/],
    ['a header of the client', answer(200, '', { headers: { 'x-injected': '1' } }), /was injected/],
    ['a status that is a number', answer(400, refusal(400, { status: 400 })), /^status 400 in the body/],
    ['another status in the body', answer(404, refusal(400)), /^status "400" in the body of 404/],
    ['a refusal in JSON alone', answer(400, refusal(400), { headers: json }), /content type application\/json/],
    ['a list in JSON alone', answer(200, {}, { headers: json }), /content type application\/json/],
    ['a refusal in HTML', answer(400, '<h1>Bad Request</h1>'), /without a SCIM Error/],
    ['a refusal that is a list', answer(400, '[]'), /without a SCIM Error/],
    ['a refusal without schemas', answer(400, refusal(400, { schemas: undefined })), /^schemas undefined/],
    ['a refusal with two schemas', answer(400, refusal(400, { schemas: [error, error] })), /^schemas/],
    ['a member nobody knows', answer(400, refusal(400, { stack: 'x' })), /unknown members stack/],
    ['a scimType that is null', answer(400, refusal(400, { scimType: null })), /scimType is no text/],
    ['no detail', answer(400, refusal(400, { detail: undefined })), /no detail/],
    ['a detail of 2 MB', detail('x'.repeat(2_000_000)), /2000000 characters/],
    ['a stack trace', detail('x at parse (/srv/app/dist/filter.js:10:5)'), /our inside/],
    ['a statement', detail('failed: SELECT id'), /our inside: SELECT/],
    ["PostgreSQL's words", detail('invalid input syntax for type uuid'), /our inside/],
    ["the engine's words", detail('Cannot read properties of undefined'), /our inside/],
    ['a 401 without a challenge', answer(401, refusal(401)), /401 without www-authenticate/],
    ['a 405 without what is allowed', answer(405, refusal(405)), /405 without allow/],
    ['an operation that is our fault', bulk({ status: '500', response: refusal(500) }), /operation has status 500/],
    ['an operation without an Error', bulk({ status: '400' }), /400 without a SCIM Error/],
    ['an operation whose status is a number', bulk({ status: 204 }), /operation without a status/],
    ['another status', answer(200, ''), /^status 200, not 404/, { expect: { status: 404 } }],
    [
      'another scimType',
      answer(400, refusal(400, { scimType: 'invalidValue' })),
      /^scimType invalidValue, not invalidFilter/,
      { expect: { status: 400, scimType: 'invalidFilter' } },
    ],
    ['too many results', answer(200, { totalResults: 7 }), /^7 results, not 0/, { expect: { status: 200, total: 0 } }],
  ])('has one about %s', (_, given, complaint, more = {}) => {
    expect(complaintsAbout(given, { ...asked, ...more })).toContainEqual(expect.stringMatching(complaint));
  });
});
