import type { LookupFunction } from 'node:net';
import { AddressRefused } from './address-refused';
import { isPublicAddress } from './public-addresses';

/** Finds all addresses of a name. */
export type Resolve = (
  hostname: string,
  options: { readonly all: true },
  answer: (error: NodeJS.ErrnoException | null, addresses: { address: string; family: number }[]) => void,
) => void;

/** @throws AddressRefused for an address that is not of the public internet */
export function assertPublic(address: string, hostname: string): void {
  if (!isPublicAddress(address)) throw refused(address, hostname);
}

/**
 * Looks names up as a socket needs it. One that leads anywhere into a private network, even beside other addresses, fails
 * with an `AddressRefused`; what was looked at is what is connected to.
 */
export function publicLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, answer) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const refusal = error ?? refusalOf(addresses, hostname);
      const [first = nowhere] = addresses;
      if (refusal) answer(refusal, '', 0);
      else if (options.all) answer(null, addresses);
      else answer(null, first.address, first.family);
    });
  };
}

const nowhere = { address: '', family: 0 };

function refusalOf(addresses: readonly { address: string }[], hostname: string): AddressRefused | null {
  const inside = addresses.find(({ address }) => !isPublicAddress(address));
  return inside ? refused(inside.address, hostname) : null;
}

const refused = (address: string, hostname: string) =>
  new AddressRefused(`${hostname} leads to ${address}, which is no address of the public internet`);
