import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { once } from 'node:events';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@waybill/embedded-postgres';
import { checkConfig, createLogger, type HttpApplication, loadConfig, startHttpApplication } from '@waybill/runtime';
import { samanageConnectorConfig } from '@waybill/samanage-connector';
import { migrateServices } from '@waybill/service-host';
import { allInOneConfig } from './all-in-one.config';
import { ManagementApi } from './demonstration/management-api';
import { followPush, type PushedPerson, untilAllHaveEnded } from './demonstration/push-people';
import { summaryTable } from './demonstration/summary-table';
import { type Endpoints, removeEndpoints, writeEndpoints } from './local/endpoints-file';
import { ensureFirstJob } from './local/first-job';
import { digestOf, localIdentity } from './local/local-identity';
import type { StartOptions } from './options';
import { schemas, servicesInOneProcess } from './services-in-one-process';
import { type ChildProgram, startProgram } from './simulators/child-program';

type Environment = Readonly<Record<string, string | undefined>>;

/** Everything of Waybill on one machine: database, services, simulators, and somebody who is pushed. */
export class AllInOne {
  private readonly folder: string;
  private postgres: EmbeddedPostgres | undefined;
  private samanage: (ChildProgram & { baseUrl: string }) | undefined;
  private push: ChildProgram | undefined;
  private application: HttpApplication | undefined;
  private endpoints: Endpoints | undefined;

  constructor(
    private readonly options: StartOptions,
    private readonly environment: Environment,
    private readonly say: (line: string) => void,
  ) {
    this.folder = resolve(options.data);
  }

  /** @throws ConfigurationError that lists everything wrong, before anything is started */
  async start(): Promise<void> {
    const { options, environment } = this;
    const stubbed = options.simulators ? { SAMANAGE_URL: 'http://localhost', SAMANAGE_TOKEN: 'simulated' } : {};
    checkConfig({ ...environment, ...stubbed }, [allInOneConfig, samanageConnectorConfig]);
    const { databaseUrl, logLevel, host } = loadConfig(environment, allInOneConfig);
    mkdirSync(this.folder, { recursive: true, mode: 0o755 });
    removeEndpoints(this.folder);
    const identity = localIdentity(this.folder);
    const logger = createLogger(logLevel);

    if (options.simulators) await this.startSamanage(identity.samanageToken);
    const samanage = loadConfig(
      this.samanage
        ? { ...environment, SAMANAGE_URL: this.samanage.baseUrl, SAMANAGE_TOKEN: identity.samanageToken }
        : environment,
      samanageConnectorConfig,
    );
    const url = databaseUrl?.reveal() ?? (await this.startDatabase());
    await migrateServices(url, schemas);

    const admin = { name: 'admin:local', role: 'admin', digest: digestOf(identity.apiToken), local: true } as const;
    this.application = await startHttpApplication(servicesInOneProcess({ databaseUrl: url, samanage, logger }), {
      logger,
      tokens: [admin],
      host,
      port: options.port,
    });
    await ensureFirstJob(this.application.app, identity);
    this.tellWhereEverythingIs(host, identity);
  }

  /** Pushes people unless told otherwise, and stays until the signal; returns the exit code. */
  async run(signal: AbortSignal): Promise<number> {
    const { options, endpoints } = this;
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
    await this.push?.stop();
    await this.application?.close();
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
    const args = ['--port', port, '--rate', String(this.options.samanageRate), '--data', join(this.folder, 'samanage')];
    const program = await startProgram(this.folder, 'samanage-simulator', args, { SAMANAGE_SIMULATOR_TOKEN: token });
    for await (const line of program.lines) {
      if (line.listening !== true) continue;
      writeFileSync(noted, String(line.port));
      this.samanage = { ...program, baseUrl: String(line.baseUrl) };
      return;
    }
    throw new Error('the Samanage simulator did not come up');
  }

  private tellWhereEverythingIs(host: string, identity: ReturnType<typeof localIdentity>): void {
    const base = `http://${host}:${this.application?.port}`;
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
        { name: 'all-in-one', pid: process.pid },
        ...(this.postgres ? [{ name: 'postgres', pid: this.postgres.pid }] : []),
        ...(this.samanage ? [{ name: this.samanage.name, pid: this.samanage.pid }] : []),
      ],
    };
    writeEndpoints(this.folder, this.endpoints);
  }

  private async demonstrate({ scim, api }: Endpoints, signal: AbortSignal): Promise<boolean> {
    this.say('\nAzure AD pushes the people of Contoso:');
    const args = ['--url', scim.baseUrl, '--json', '--data', join(this.folder, 'azure-ad')];
    this.push = await startProgram(this.folder, 'azure-ad-simulator', args, { AZURE_AD_SIMULATOR_TOKEN: scim.token });
    signal.addEventListener('abort', () => void this.push?.stop(), { once: true });
    const people = await followPush(this.push, this.say);
    if (signal.aborted) return false;
    if (people.every(({ action }) => action === 'none' || action === 'skipped')) this.say('  nothing to do');
    const management = new ManagementApi(api.baseUrl, api.token);
    const ended = await untilAllHaveEnded(management, signal);
    return this.report(people, management, ended);
  }

  private async report(people: readonly PushedPerson[], management: ManagementApi, ended: boolean): Promise<boolean> {
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
