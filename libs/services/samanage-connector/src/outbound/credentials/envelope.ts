import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Secret } from '@waybill/runtime';
import type { Concealed } from '../../domain/connections';
import type { SealedCredentials } from '../../read-models/credentials/credentials';
import type { KeyRing, WrappingKey } from './key-ring';

const algorithm = 'aes-256-gcm';
const format = 1;
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

type About = Pick<SealedCredentials, 'credentialId' | 'job' | 'kind' | 'baseAddress'>;

/** A record that cannot be opened: it was changed, or belongs elsewhere. Why exactly is not told. */
export class CredentialsUnreadable extends Error {
  override readonly name = 'CredentialsUnreadable';

  constructor(credentialId: string) {
    super(`the credentials ${credentialId} cannot be decrypted: their record was changed; save them again`);
  }
}

/**
 * Encrypts a secret under a key of its own, which is wrapped under the installation's: a rotation touches no secret.
 * What the record says of itself is authenticated, so that no record opens in another's place.
 */
export function seal(about: About, secret: Concealed, under: WrappingKey): SealedCredentials {
  const dataKey = randomBytes(keyBytes);
  const nonce = randomBytes(nonceBytes);
  const bound = associated(about, format);
  const ciphertext = encrypt(dataKey, nonce, bound, Buffer.from(secret.reveal(), 'utf8'));
  return { ...about, format, keyName: under.name, wrappedKey: wrap(dataKey, under, bound), nonce, ciphertext };
}

/**
 * @throws KeyMissing
 * @throws CredentialsUnreadable
 */
export function open(sealed: SealedCredentials, keys: KeyRing): Secret {
  const dataKey = unwrap(sealed, keys);
  const opened = orUnreadable(sealed, (bound) => decrypt(dataKey, sealed.nonce, bound, sealed.ciphertext));
  return new Secret(opened.toString('utf8'));
}

/**
 * The record's own key, wrapped under another one.
 *
 * @throws KeyMissing
 * @throws CredentialsUnreadable
 */
export function rewrapped(sealed: SealedCredentials, keys: KeyRing, under: WrappingKey) {
  const wrappedKey = wrap(unwrap(sealed, keys), under, associated(sealed, sealed.format));
  return { keyName: under.name, wrappedKey };
}

const associated = ({ job, credentialId, kind, baseAddress }: About, version: number): Buffer =>
  Buffer.from(JSON.stringify([version, job, credentialId, kind, baseAddress]), 'utf8');

function wrap(dataKey: Buffer, { name, bytes }: WrappingKey, bound: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  return Buffer.concat([nonce, encrypt(bytes, nonce, withName(bound, name), dataKey)]);
}

function unwrap(sealed: SealedCredentials, keys: KeyRing): Buffer {
  const { name, bytes } = keys.named(sealed.keyName);
  const nonce = sealed.wrappedKey.subarray(0, nonceBytes);
  const wrapped = sealed.wrappedKey.subarray(nonceBytes);
  return orUnreadable(sealed, (bound) => decrypt(bytes, nonce, withName(bound, name), wrapped));
}

const withName = (bound: Buffer, name: string): Buffer => Buffer.concat([bound, Buffer.from(name, 'utf8')]);

function encrypt(key: Buffer, nonce: Buffer, bound: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(bound);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, nonce: Buffer, bound: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(bound);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - tagBytes)), decipher.final()]);
}

function orUnreadable(sealed: SealedCredentials, opening: (bound: Buffer) => Buffer): Buffer {
  try {
    return opening(associated(sealed, sealed.format));
  } catch {
    throw new CredentialsUnreadable(sealed.credentialId);
  }
}
