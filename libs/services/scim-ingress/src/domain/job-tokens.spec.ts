import { tokenStatus } from './job-tokens';

const moment = (milliseconds: number) => new Date(Date.parse('2026-11-25T12:00:00.000Z') + milliseconds);
const now = moment(0);

describe('a token', () => {
  it.each([
    [null, null, 'active'],
    [moment(1), null, 'active'],
    [now, null, 'expired'],
    [moment(-1), null, 'expired'],
    [null, moment(-1), 'revoked'],
    [moment(1), moment(-1), 'revoked'],
    [moment(-1), moment(-2), 'revoked'],
  ])('that ends at %j and was revoked at %j is %s', (expiresAt, revokedAt, status) => {
    expect(tokenStatus({ expiresAt, revokedAt }, now)).toBe(status);
  });
});
