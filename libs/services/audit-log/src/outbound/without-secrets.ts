import { oneLine } from '../domain/notifications/one-line';

const longest = 500;

/**
 * The text of an error as it may be kept: on one line, without the credentials of the SMTP server's address in any of
 * the spellings in which a server may repeat them.
 */
export function withoutSecrets(text: string, smtpUrl: string): string {
  return oneLine(
    secretsOf(smtpUrl).reduce((shown, secret) => shown.replaceAll(secret, '[secret]'), text),
    longest,
  );
}

/** The longest first: one may be a part of another. */
function secretsOf(smtpUrl: string): string[] {
  const { username, password } = new URL(smtpUrl);
  const [user = '', pass = ''] = [username, password].map(decodeURIComponent);
  const base64 = [user, pass, `\0${user}\0${pass}`].map((text) => Buffer.from(text).toString('base64'));
  return [...new Set([smtpUrl, username, password, user, pass, ...base64])]
    .filter((secret) => secret !== '' && secret !== 'AAA=')
    .sort((one, other) => other.length - one.length);
}
