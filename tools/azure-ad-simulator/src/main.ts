import { Command, Option } from 'commander';
import { contosoGroups, contosoPeople } from './directory/contoso';
import type { Group } from './directory/group';
import type { Person } from './directory/person';
import { seededGroups } from './directory/seeded-groups';
import { seededChange, seededPeople } from './directory/seeded-people';
import { SeededRandom } from './directory/seeded-random';
import type { Dialect } from './pushing/dialects';
import { runCycle } from './run-cycle';

interface Options {
  url: string;
  token?: string;
  data?: string;
  people?: string;
  /** False when they are switched off. */
  groups?: string | false;
  seed: string;
  changes: string;
  rate: string;
  concurrency: string;
  dialect: Dialect;
  json?: boolean;
}

const options = new Command('azure-ad-simulator')
  .description('Pushes people as the provisioning client of Azure AD does: one cycle, then it ends.')
  .requiredOption('--url <base>', 'SCIM base URL, …/scim/{jobId}/v2')
  .option('--token <text>', 'bearer token; or AZURE_AD_SIMULATOR_TOKEN')
  .option('--data <folder>', 'keep ids and ledger there; a later cycle goes on from it')
  .option('--people <number>', 'seeded people instead of the Contoso directory')
  .option('--groups <number>', 'seeded groups of these people; the groups of Contoso come with its directory')
  .option('--no-groups', 'people only')
  .option('--seed <number>', 'for people, groups and changes', '1')
  .option('--changes <number>', 'changes of people that happen after the cycle', '0')
  .option('--rate <number>', 'requests a second, 0 for any number', '25')
  .option('--concurrency <number>', 'requests under way at once', '4')
  .addOption(new Option('--dialect <name>', 'of PATCH').choices(['old', 'compliant', 'mixed']).default('old'))
  .option('--json', 'progress as lines of JSON')
  .parse()
  .opts<Options>();

const people =
  options.people === undefined ? contosoPeople : seededPeople(Number(options.people), Number(options.seed));

/** Nothing where groups are not mapped. */
function mappedGroups(): readonly Group[] | undefined {
  if (options.groups === false) return undefined;
  if (options.groups !== undefined) return seededGroups(Number(options.groups), people, Number(options.seed));
  return options.people === undefined ? contosoGroups : undefined;
}

function* changes(): Generator<Person> {
  const random = new SeededRandom(Number(options.seed) + 1);
  const current = [...people];
  for (let count = 0; count < Number(options.changes); count += 1) {
    const index = random.below(current.length);
    const changed = seededChange(current[index] as Person, random);
    current[index] = changed;
    yield changed;
  }
}

const tell = (event: Record<string, unknown>): void =>
  console.log(options.json ? JSON.stringify(event) : Object.values(event).join('  '));

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

runCycle({
  baseUrl: options.url,
  token: options.token ?? process.env.AZURE_AD_SIMULATOR_TOKEN ?? '',
  people,
  changes: changes(),
  groups: mappedGroups(),
  rate: Number(options.rate),
  concurrency: Number(options.concurrency),
  dialect: options.dialect,
  ...(options.data === undefined ? {} : { folder: options.data }),
  onProgress: ({ objectId, displayName, userPrincipalName: userName }, result) =>
    tell({ event: 'person', objectId, displayName, userName, ...result }),
  onGroupProgress: ({ objectId, displayName }, result) => tell({ event: 'group', objectId, displayName, ...result }),
})
  .then(({ actions, failed }) => {
    tell({ event: 'cycle-finished', ...(options.json ? { actions } : actions) });
    process.exitCode = failed === 0 ? 0 : 1;
  })
  .catch((error: unknown) => {
    console.error(`azure-ad-simulator: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
