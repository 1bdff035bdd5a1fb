import 'reflect-metadata';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { createLogger, startHttpApplication } from '@waybill/runtime';
import { DecideAccess, ScimIngressModule, scimIngressService } from '@waybill/scim-ingress';
import { migrateServices, ServiceEnvironment, type ServiceHostOptions } from '@waybill/service-host';
import { digestOf } from './local/local-identity';

/**
 * Ingress with nobody behind it, for `npm run bench`: it takes what is pushed, and nobody follows its log.
 *
 * Arguments: database URL, job id, token id, SCIM token. Prints its port.
 */
const [databaseUrl = '', jobId = '', tokenId = '', token = ''] = process.argv.slice(2);

const nothing = { stop: () => Promise.resolve() };

const said = (part: string, what: unknown) => process.stderr.write(`${part}: ${String(what)}\n`);

class NobodyBehind extends ServiceEnvironment {
  readonly bus = { carry: () => Promise.resolve(nothing), deliver: () => nothing };

  hostOptions(): ServiceHostOptions {
    return { databaseUrl, onError: said, onAlarm: said };
  }
}

async function main(): Promise<void> {
  await migrateServices(databaseUrl, [scimIngressService]);
  const environment = {
    module: class Environment {},
    global: true,
    providers: [{ provide: ServiceEnvironment, useValue: new NobodyBehind() }],
    exports: [ServiceEnvironment],
  };
  const { app, port } = await startHttpApplication([environment, CqrsModule.forRoot(), { module: ScimIngressModule }], {
    logger: createLogger('warn'),
    tokens: [],
    host: '127.0.0.1',
    port: 0,
  });
  const commands = app.get(CommandBus, { strict: false });
  const metadata = { correlationId: 'bench', actor: 'bench' };
  await commands.execute(new DecideAccess({ type: 'connect-job', jobId }, metadata));
  const given = { tokenId, digest: digestOf(token), label: 'bench', expiresAt: null, now: new Date().toISOString() };
  const issue = { type: 'issue-token', jobId, ...given } as const;
  await commands.execute(new DecideAccess(issue, metadata));
  process.stdout.write(`${JSON.stringify({ listening: true, port })}\n`);
}

void main();
