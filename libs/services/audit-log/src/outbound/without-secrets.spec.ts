import { withoutSecrets } from './without-secrets';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const url = 'smtp://post%40contoso.com:p%2Fss%20w@mail.contoso.com:587?requireTLS=true';

describe('the text of an SMTP error', () => {
  it.each([
    ['connect ECONNREFUSED 127.0.0.1:25', 'connect ECONNREFUSED 127.0.0.1:25'],
    [`Invalid URL: ${url}`, 'Invalid URL: [secret]'],
    ['535 no access for post@contoso.com with p/ss w', '535 no access for [secret] with [secret]'],
    ['user post%40contoso.com, password p%2Fss%20w', 'user [secret], password [secret]'],
    [`500 AUTH LOGIN ${base64('post@contoso.com')} ${base64('p/ss w')}`, '500 AUTH LOGIN [secret] [secret]'],
    [`500 AUTH PLAIN ${base64('\0post@contoso.com\0p/ss w')}`, '500 AUTH PLAIN [secret]'],
    ['450 later\r\n450 try again', '450 later 450 try again'],
  ])('%j is kept as %j', (text, kept) => {
    expect(withoutSecrets(text, url)).toBe(kept);
  });

  it('is kept as it is where there are no credentials, and no longer than needed', () => {
    expect(withoutSecrets('451 AAA= local error', 'smtp://mail.contoso.com')).toBe('451 AAA= local error');
    expect(withoutSecrets('x'.repeat(10_000), 'smtp://mail.contoso.com')).toHaveLength(500);
  });
});
