import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@waybill/embedded-postgres';
import { checkConfig, loadConfig } from '@waybill/runtime';
import { samanageConnectorConfig } from '@waybill/samanage-connector';
import { allInOneConfig } from '../all-in-one.config';
import { ManagementApi } from '../demonstration/management-api';
import { followPush, type Pushed, untilAllHaveEnded } from '../demonstration/push-people';
import { summaryTable } from '../demonstration/summary-table';
import { type ChildProgram, startProgram, startServer } from './child-program';
import { type Endpoints, removeEndpoints, writeEndpoints } from './endpoints-file';
import { ensureFirstJob } from './first-job';
import { type LocalIdentity, localIdentity } from './local-identity';
import type { StartOptions } from './options';
import type { RunningServices, WayOfRunning } from './running-services';

type Environment = Readonly<Record<string, string | undefined>>;

export interface OneMachineOptions {
  readonly way: WayOfRunning;
  readonly options: StartOptions;
  readonly environment: Environment;
}

/** Everything of Waybill on one machine: database, services, simulators, and somebody who is pushed. */
export class OneMachine {
  private readonly folder: string;
  private postgres: EmbeddedPostgres | undefined;
  private samanage: (ChildProgram & { baseUrl: string }) | undefined;
  private push: ChildProgram | undefined;
  private services: RunningServices | undefined;
  private endpoints: Endpoints | undefined;

  constructor(
    private readonly machine: OneMachineOptions,
    private readonly say: (line: string) => void,
  ) {
    this.folder = resolve(machine.options.data);
  }

  /** @throws ConfigurationError that lists everything wrong, before anything is started */
  async start(): Promise<void> {
    const { way, options, environment } = this.machine;
    const stubbed = options.simulators ? { SAMANAGE_URL: 'http://localhost', SAMANAGE_TOKEN: 'simulated' } : {};
    const complete = { ...way.brings, ...environment, ...stubbed };
    checkConfig(complete, [allInOneConfig, samanageConnectorConfig, ...way.config]);
    const { databaseUrl } = loadConfig(environment, allInOneConfig);
    mkdirSync(this.folder, { recursive: true, mode: 0o755 });
    removeEndpoints(this.folder);
    const identity = localIdentity(this.folder);
    if (options.simulators) await this.startSamanage(identity.samanageToken);
    const keys = { SAMANAGE_CREDENTIAL_KEYS: identity.credentialKeys };
    const samanage = loadConfig({ ...keys, ...environment, ...this.simulated(identity) }, samanageConnectorConfig);
    const ownerUrl = databaseUrl?.reveal() ?? (await this.startDatabase());
    const { folder } = this;
    this.services = await way.start({ folder, ownerUrl, identity, samanage, environment, port: options.port });
    const api = new ManagementApi(`http://${this.services.host}:${this.services.port}`, identity.apiToken);
    await ensureFirstJob(api, identity);
    this.tellWhereEverythingIs(this.services, identity);
    this.services.onReplaced(() => this.services && this.tellWhereEverythingIs(this.services, identity));
  }

  /** Pushes people unless told otherwise, and stays until the signal; returns the exit code. */
  async run(signal: AbortSignal): Promise<number> {
    const { endpoints } = this;
    const { options } = this.machine;
    if (!endpoints) return 1;
    this.say(`Waybill is up: SCIM at ${endpoints.scim.baseUrl}, management API at ${endpoints.api.baseUrl}/v1.0`);
    const isWell = options.idle || !options.simulators || (await this.demonstrate(endpoints, signal));
    if (options.once) return isWell && !signal.aborted ? 0 : 1;
    this.say(`\nTokens and addresses are in ${join(this.folder, 'endpoints.json')}. Ctrl-C ends everything.`);
    if (!signal.aborted) await once(signal, 'abort');
    return 0;
  }

  /** Ends everything in the order in which it lets go of each other; what was not started is passed over. */
  async stop(): Promise<void> {
    const { services } = this;
    this.services = undefined;
    await this.push?.stop();
    await services?.stop();
    await this.samanage?.stop();
    await this.postgres?.stop();
    removeEndpoints(this.folder);
  }

  private async startDatabase(): Promise<string> {
    this.postgres = await startEmbeddedPostgres({ folder: join(this.folder, 'postgres'), kept: true });
    return this.postgres.ownerUrl;
  }

  /** On the port of the last time, so that an address somebody noted stays good. */
  private async startSamanage(token: string): Promise<void> {
    const noted = join(this.folder, 'samanage-port');
    const port = existsSync(noted) ? readFileSync(noted, 'utf8') : '0';
    const { samanageRate } = this.machine.options;
    const args = ['--port', port, '--rate', String(samanageRate), '--data', join(this.folder, 'samanage')];
    const env = { SAMANAGE_SIMULATOR_TOKEN: token };
    const program = { name: 'samanage-simulator', project: 'tools/samanage-simulator', args, env };
    const { child, said } = await startServer(this.folder, program);
    writeFileSync(noted, String(said.port));
    this.samanage = { ...child, baseUrl: String(said.baseUrl) };
  }

  private simulated({ samanageToken }: LocalIdentity): Environment {
    return this.samanage ? { SAMANAGE_URL: this.samanage.baseUrl, SAMANAGE_TOKEN: samanageToken } : {};
  }

  private tellWhereEverythingIs(services: RunningServices, identity: LocalIdentity): void {
    const base = `http://${services.host}:${services.port}`;
    const { jobId, servicePrincipalId, scimToken, apiToken, samanageToken } = identity;
    const samanage = this.samanage && {
      baseUrl: this.samanage.baseUrl,
      token: samanageToken,
      recordUrl: `${this.samanage.baseUrl}/__record`,
    };
    this.endpoints = {
      scim: { baseUrl: `${base}/scim/${jobId}/v2`, token: scimToken },
      api: { baseUrl: base, token: apiToken },
      job: { id: jobId, servicePrincipalId },
      ...(samanage ? { samanage } : {}),
      processes: [
        ...services.processes(),
        ...(this.postgres ? [{ name: 'postgres', pid: this.postgres.pid }] : []),
        ...(this.samanage ? [{ name: this.samanage.name, pid: this.samanage.pid }] : []),
      ],
    };
    writeEndpoints(this.folder, this.endpoints);
  }

  private async demonstrate({ scim, api }: Endpoints, signal: AbortSignal): Promise<boolean> {
    this.say('\nAzure AD pushes the people and groups of Contoso:');
    const args = ['--url', scim.baseUrl, '--json', '--data', join(this.folder, 'azure-ad')];
    const env = { AZURE_AD_SIMULATOR_TOKEN: scim.token };
    const program = { name: 'azure-ad-simulator', project: 'tools/azure-ad-simulator', args, env };
    this.push = await startProgram(this.folder, program);
    signal.addEventListener('abort', () => void this.push?.stop(), { once: true });
    const people = await followPush(this.push, this.say);
    if (signal.aborted) return false;
    if (people.every(({ action }) => action === 'none' || action === 'skipped')) this.say('  nothing to do');
    const management = new ManagementApi(api.baseUrl, api.token);
    const ended = await untilAllHaveEnded(management, signal);
    return this.report(people, management, ended);
  }

  private async report(people: readonly Pushed[], management: ManagementApi, ended: boolean): Promise<boolean> {
    const log = await management.provisioningLog();
    this.say('');
    for (const line of summaryTable(people, log)) this.say(line);
    const { accepted, ended: done, inFlight, conservation } = await management.conservation();
    this.say(`\n  ${accepted} changes accepted, ${done} ended, ${inFlight} in flight, conservation ${conservation}`);
    this.say(
      `  Look further: ${this.endpoints?.api.baseUrl}/v1.0/auditLogs/provisioning (with the token of endpoints.json)`,
    );
    return ended && conservation === 0 && people.every(({ action }) => action !== 'failed');
  }
}
