import { startServices, type Services } from '../../testing/running-services';
import { type Finding, requests, runCollection } from './microsoft-collection';

/** What of the collection we answer otherwise, and why: the assertions of a request that fail for this reason. */
interface Dispute {
  readonly request: string;
  readonly fails: readonly string[];
  readonly reason: string;
}

const notOurs: Dispute[] = [
  {
    request: 'Endpoint tests / Get ServiceProviderConfig',
    fails: ['Status code is 200', 'Pach supported is true'],
    reason: 'It asks for /serviceConfiguration; the name is /ServiceProviderConfig (RFC 7644 §4).',
  },
];

const byDefault: Dispute[] = [
  ...notOurs,
  {
    request: 'User tests with garbage / Patch user omalley new username',
    fails: ['Status code is 204'],
    reason: 'The PATCH of a user is answered with the user, 200 (RFC 7644 §3.5.2); switch userPatchAnswer.',
  },
  {
    request: 'User tests with garbage / patch user omalley active with boolean',
    fails: ['Status code is 204'],
    reason: 'The PATCH of a user is answered with the user, 200 (RFC 7644 §3.5.2); switch userPatchAnswer.',
  },
  ...['filter eq and (val or val)', 'filter starts with', 'filter greater than'].map((name) => ({
    request: `User tests with garbage / ${name}`,
    fails: ['Total results'],
    reason: 'It filters by texts without quotes, which are no JSON (RFC 7644 §3.4.2.2); switch unquotedFilterValues.',
  })),
];

const runs = [
  { manner: 'with the switches as they are', switches: {}, disputes: byDefault },
  {
    manner: 'leniently',
    switches: { unquotedFilterValues: 'accept', userPatchAnswer: 'noContent', danglingMembers: 'keep' },
    disputes: notOurs,
  },
];

async function lenient({ base, identity, call }: Services, switches: object): Promise<void> {
  if (Object.keys(switches).length === 0) return;
  const { status } = await call(`${base}/v1.0/waybill/jobs/${identity.jobId}/scim`, {
    method: 'PATCH',
    token: identity.apiToken,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ switches }),
  });
  if (status >= 300) throw new Error(`the switches were answered ${status}`);
}

describe.each(runs)("Microsoft's collection of SCIM tests, $manner", ({ switches, disputes }) => {
  let services: Services;
  let findings: Finding[] = [];

  beforeAll(async () => {
    services = await startServices();
    await lenient(services, switches);
    findings = await runCollection({ scimBase: services.scimBase, token: services.identity.scimToken });
  });
  afterAll(() => services.stop());

  it('is sent whole, and disputes name what is in it', () => {
    expect(findings.map(({ request }) => request)).toEqual(requests);
    expect(requests).toEqual(expect.arrayContaining(disputes.map(({ request }) => request)));
  });

  // A dispute that fails no longer is red as well, so that the list stays honest.
  it.each(requests)('%s', (request) => {
    const failed = findings.find((finding) => finding.request === request)?.failed;
    expect(failed).toEqual(disputes.find((dispute) => dispute.request === request)?.fails ?? []);
  });
});
