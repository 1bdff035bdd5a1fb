import type { Secret } from '@waybill/runtime';

/** A key that credentials' own keys are wrapped under. */
export interface WrappingKey {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A key is named by a record and not configured (any more). */
export class KeyMissing extends Error {
  override readonly name = 'KeyMissing';

  constructor(readonly keyName: string) {
    super(
      `credentials are kept under the key "${keyName}", which SAMANAGE_CREDENTIAL_KEYS does not hold: ` +
        'add it behind the first one, or save those credentials again',
    );
  }
}

/** The keys of an installation: what is kept from now on goes under the first. */
export class KeyRing {
  private readonly keys: readonly WrappingKey[];

  /** @param configured `name:key`, several by comma, each 32 bytes in base64url; without it there is no key */
  constructor(configured: Secret | undefined) {
    this.keys = (configured?.reveal().split(',') ?? []).map((entry) => {
      const [name = '', key = ''] = entry.trim().split(':');
      return { name, bytes: Buffer.from(key, 'base64url') };
    });
  }

  get current(): WrappingKey | undefined {
    return this.keys[0];
  }

  /** @throws KeyMissing */
  named(name: string): WrappingKey {
    const key = this.keys.find((each) => each.name === name);
    if (key) return key;
    throw new KeyMissing(name);
  }
}
