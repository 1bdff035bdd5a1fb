import type { Method } from '../api/exchange';
import { failureOf, noAnswer } from '../api/samanage-failure';
import { AddressRefused } from '../egress/address-refused';
import { connectionProblems, failedTest, problemOf } from './connection-problems';

const request = { method: 'GET' as Method, path: '/users.json' };
const failedTo = (code: string) => Object.assign(new Error(code), { code });

describe('the problem of a connection', () => {
  it.each([
    ['ENOTFOUND', 'unknownHost'],
    ['EAI_AGAIN', 'unknownHost'],
    ['ECONNREFUSED', 'notReachable'],
    ['EHOSTUNREACH', 'notReachable'],
    ['ENETUNREACH', 'notReachable'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'untrusted'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'untrusted'],
    ['CERT_HAS_EXPIRED', 'untrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'untrusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'untrusted'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'untrusted'],
    ['EPROTO', 'untrusted'],
    ['UND_ERR_CONNECT_TIMEOUT', 'late'],
    ['ETIMEDOUT', 'late'],
    ['ECONNRESET', 'brokenOff'],
  ])('that fails with %s is %s', (code, problem) => {
    const error = failedTo(code);
    expect(problemOf(noAnswer(request, error), error)).toBe(problem);
  });

  it('is a refused address where nobody may connect to it', () => {
    const error = new AddressRefused('it is private');
    expect(problemOf(noAnswer(request, error), error)).toBe('addressRefused');
  });

  it('is lateness where Samanage took the call and gave no answer in time', () => {
    expect(problemOf(noAnswer(request, new DOMException('late', 'TimeoutError')), null)).toBe('late');
    expect(problemOf(noAnswer(request, failedTo('UND_ERR_HEADERS_TIMEOUT')), null)).toBe('late');
    expect(problemOf(noAnswer(request, failedTo('UND_ERR_SOCKET')), null)).toBe('brokenOff');
  });

  it.each([
    [301, 'redirected'],
    [400, 'unexpected'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'notFound'],
    [406, 'unexpected'],
    [429, 'throttled'],
    [500, 'serverError'],
    [503, 'serverError'],
  ])('that answers %i is %s', (status, problem) => {
    expect(problemOf(failureOf(request, { status, headers: {}, body: null }), null)).toBe(problem);
  });

  it('is throttling where 503 says when to come back', () => {
    const answer = { status: 503, headers: { 'retry-after': '30' }, body: null };
    expect(problemOf(failureOf(request, answer), null)).toBe('throttled');
  });

  it.each(Object.keys(connectionProblems) as (keyof typeof connectionProblems)[])(
    '%s is told in a sentence',
    (name) => {
      const { sentence, code } = failedTest(name, 'https://api.samanage.com');
      expect(sentence).toMatch(/^[A-Zh].*\.$/);
      expect(sentence).toMatch(/: |try again/);
      expect(code).toMatch(/^SystemForCrossDomainIdentityManagementCredentialValidation(Failure|Unavailable)$/);
    },
  );
});
