import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import { AddressRefused } from './address-refused';
import { type Destination, isListed, readAllowedHosts } from './allowed-hosts';
import { assertPublic, publicLookup, type Resolve } from './public-lookup';

export interface EgressRules {
  /** `host`, `*.domain`, `host:port`, several by comma. */
  readonly allowedHosts: string;
  readonly allowPrivateAddresses: boolean;
  /** A base URL of the operator's own: it may be called whatever else is said. */
  readonly trusted: string | undefined;
  /** That of the system unless given. */
  readonly resolve?: Resolve;
}

/**
 * Decides where an admin may send a token: to addresses that are allowed, and never into our own network. What a name
 * leads to is looked at when it is connected to, since it may lead elsewhere than when it was saved.
 */
export class EgressGuard {
  private readonly listed: ReturnType<typeof readAllowedHosts>;
  private readonly trusted: URL | undefined;
  private readonly schemes: readonly string[];

  constructor(private readonly rules: EgressRules) {
    this.listed = readAllowedHosts(rules.allowedHosts);
    this.schemes = rules.allowPrivateAddresses ? ['https:', 'http:'] : ['https:'];
    this.trusted = rules.trusted === undefined ? undefined : new URL(rules.trusted);
  }

  /**
   * Reads a Tenant URL.
   *
   * @returns it without a slash at its end, as it is compared
   * @throws AddressRefused that says what to do
   */
  checked(baseAddress: string): string {
    if (!URL.canParse(baseAddress)) throw new AddressRefused('it is no URL');
    const url = new URL(baseAddress);
    if (url.username || url.password) throw new AddressRefused('it must hold no user and no password');
    if (/[?#]/.test(baseAddress)) throw new AddressRefused('it must hold no ? and no #');
    this.assertAllowed(url);
    return url.origin + url.pathname.replace(/\/+$/, '');
  }

  /** Makes connections to allowed addresses alone; others fail with an `AddressRefused`. */
  connector(timeoutMilliseconds: number): buildConnector.connector {
    const free = buildConnector({ timeout: timeoutMilliseconds });
    const guarded = buildConnector({
      timeout: timeoutMilliseconds,
      lookup: publicLookup(this.rules.resolve ?? lookup),
    });
    return (options, callback) => {
      const { protocol, hostname, port } = options;
      const destination = { protocol, hostname: isIP(hostname) === 6 ? `[${hostname}]` : hostname, port };
      try {
        this.assertAllowed(destination);
      } catch (error) {
        process.nextTick(callback, error, null);
        return;
      }
      (this.mayBePrivate(destination) ? free : guarded)(options, callback);
    };
  }

  private assertAllowed(destination: Destination): void {
    if (this.isTrusted(destination)) return;
    const { protocol, hostname } = destination;
    if (!this.schemes.includes(protocol)) throw new AddressRefused('it must begin with https://');
    if (!isListed(this.listed, destination)) throw notListed(destination);
    // No name is looked up for an address, so nobody would look at it later.
    const literal = hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0 && !this.mayBePrivate(destination)) assertPublic(literal, hostname);
  }

  private mayBePrivate(destination: Destination): boolean {
    return this.rules.allowPrivateAddresses || this.isTrusted(destination);
  }

  private isTrusted({ protocol, hostname, port }: Destination): boolean {
    const { trusted } = this;
    return trusted?.protocol === protocol && trusted.hostname === hostname && trusted.port === port;
  }
}

function notListed({ hostname, port }: Destination): AddressRefused {
  const asked = port === '' ? hostname : `${hostname}:${port}`;
  return new AddressRefused(
    `${asked} is not allowed; use the address of your Samanage account, ` +
      'or have whoever runs this installation add it to SAMANAGE_ALLOWED_HOSTS',
  );
}
