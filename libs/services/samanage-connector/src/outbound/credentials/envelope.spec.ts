import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { Secret } from '@waybill/runtime';
import { CredentialsUnreadable, open, rewrapped, seal } from './envelope';
import { KeyMissing, KeyRing, type WrappingKey } from './key-ring';

const keyOf = (name: string) => `${name}:${createHash('sha256').update(name).digest('base64url')}`;
const ring = (...names: string[]) => new KeyRing(new Secret(names.map(keyOf).join(', ')));
const first = ring('first').current as WrappingKey;
const about = {
  credentialId: '00000000-0000-7000-8000-000000000001',
  job: 'job-1',
  kind: 'token',
  baseAddress: 'https://api.samanage.com',
} as const;
const token = 'eyJhbGciOi.canary=';
const sealed = seal(about, new Secret(token), first);

/** The same bytes with one bit of another. */
function turned(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

describe('sealed credentials', () => {
  it('are opened by who has the key, and show the secret nowhere', () => {
    const opened = open(sealed, ring('first'));
    expect(opened.reveal()).toBe(token);
    expect(`${inspect(opened)}${JSON.stringify(opened)}${String(opened)}`).not.toContain(token);
    expect(Buffer.concat([sealed.wrappedKey, sealed.ciphertext]).includes(token)).toBe(false);
  });

  it('are never sealed the same twice', () => {
    const again = seal(about, new Secret(token), first);
    for (const part of ['nonce', 'wrappedKey', 'ciphertext'] as const) expect(again[part]).not.toEqual(sealed[part]);
  });

  it.each(['nonce', 'wrappedKey', 'ciphertext'] as const)('do not open with any byte of the %s changed', (part) => {
    for (let at = 0; at < sealed[part].length; at += 1) {
      const changed = { ...sealed, [part]: turned(sealed[part], at) };
      expect(() => open(changed, ring('first'))).toThrow(CredentialsUnreadable);
    }
  });

  it.each([
    ['another job', { job: 'job-2' }],
    ['another id', { credentialId: '00000000-0000-7000-8000-000000000002' }],
    ['another kind', { kind: 'basic' as const }],
    ['another address', { baseAddress: 'https://apieu.samanage.com' }],
    ['another format', { format: 2 }],
    ['a shorter ciphertext', { ciphertext: sealed.ciphertext.subarray(0, 3) }],
    ['no key', { wrappedKey: Buffer.alloc(0) }],
  ])('do not open as those of %s', (_, changed) => {
    expect(() => open({ ...sealed, ...changed }, ring('first'))).toThrow(CredentialsUnreadable);
  });

  it('do not open with another key under the same name', () => {
    const other = new KeyRing(new Secret(`first:${keyOf('other').slice('other:'.length)}`));
    expect(() => open(sealed, other)).toThrow(CredentialsUnreadable);
  });

  it('name the key that is missing', () => {
    expect(() => open(sealed, ring('second'))).toThrow(KeyMissing);
    expect(() => open(sealed, new KeyRing(undefined))).toThrow(/under the key "first", which SAMANAGE_CREDENTIAL_KEYS/);
  });

  it('are wrapped anew under another key, which then opens them alone', () => {
    const keys = ring('second', 'first');
    const anew = { ...sealed, ...rewrapped(sealed, keys, keys.current as WrappingKey) };
    expect(anew.keyName).toBe('second');
    expect(open(anew, ring('second')).reveal()).toBe(token);
    expect(() => open({ ...anew, keyName: 'first' }, keys)).toThrow(CredentialsUnreadable);
  });
});
