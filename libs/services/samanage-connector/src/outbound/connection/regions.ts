import { connectionProblems } from './connection-problems';
import type { Tested } from './test-connection';

/** The address of each region, by its name. */
export type Regions = Readonly<Record<string, string>>;

type TestAddress = (address: string) => Promise<Tested>;

/** The region that an address is of; null for any other. */
export const regionOf = (regions: Regions, address: string): string | null =>
  Object.keys(regions).find((region) => regions[region] === address) ?? null;

/**
 * Tests credentials at an address. Where a region of Samanage does not take them the others are asked too, since a token
 * is of one region alone (samanage-api.md §8.14); no token of another address is ever sent there.
 */
export async function testAtAddress(address: string, regions: Regions, test: TestAddress): Promise<Tested> {
  const tested = await test(address);
  if (tested.ok || !isRejected(tested) || regionOf(regions, address) === null) return tested;
  const others = Object.entries(regions).filter(([, other]) => other !== address);
  const results = await Promise.all(others.map(async ([region, other]) => ({ region, result: await test(other) })));
  const home = results.find(({ result }) => isTaken(result));
  if (!home) return tested;
  const sentence = `This token belongs to the ${home.region.toUpperCase()} region: use ${regions[home.region]}.`;
  return { ...tested, sentence };
}

/**
 * Finds the address that takes credentials: where the job is so far, else the first region. One that takes them counts
 * even if something else is wrong with them; else what could not be reached tells more than a rejection.
 */
export async function testEverywhere(addresses: readonly string[], test: TestAddress): Promise<Tested> {
  const results = await Promise.all(addresses.map(test));
  const found =
    results.find(({ ok }) => ok) ??
    results.find(isTaken) ??
    results.find((tested) => !isRejected(tested)) ??
    results[0];
  if (!found) throw new Error('there is no address to test credentials at');
  return found;
}

const isRejected = (tested: Tested): boolean => !tested.ok && tested.problem === 'unauthorized';

/** Samanage knows the credentials, whatever it thinks of them. */
const isTaken = (tested: Tested): boolean =>
  tested.ok || (!isRejected(tested) && tested.code === connectionProblems.unauthorized.code);
