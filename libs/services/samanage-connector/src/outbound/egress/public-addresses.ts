import { BlockList, isIP, isIPv6 } from 'node:net';

/** IPv4 that is not of the public internet (IANA special-purpose registry), and what clouds serve to their machines. */
const notPublic4: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // The link itself; metadata of most clouds.
  ['169.254.0.0', 16],
  // Metadata of Azure.
  ['168.63.129.16', 32],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Of IPv6, global unicast alone is public; unique local, link-local, IPv4-mapped and NAT64 lie outside of it. */
const globalUnicast = ['2000::', 3] as const;

/** What is inside global unicast and leads elsewhere: Teredo and other protocols, documentation, 6to4. */
const notPublic6: readonly (readonly [network: string, prefix: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const blocked4 = new BlockList();
for (const [network, prefix] of notPublic4) blocked4.addSubnet(network, prefix, 'ipv4');
const blocked6 = new BlockList();
for (const [network, prefix] of notPublic6) blocked6.addSubnet(network, prefix, 'ipv6');
const global6 = new BlockList();
global6.addSubnet(...globalUnicast, 'ipv6');

/** Whether an IP address is one of the public internet; anything that is no address is not. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false;
  if (isIPv6(address)) return global6.check(address, 'ipv6') && !blocked6.check(address, 'ipv6');
  return !blocked4.check(address, 'ipv4');
}
