import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { kafkaConfig, KafkaBus, KafkajsBroker, connectionOf, topicsOf } from '@waybill/messaging';
import { createLogger, loadConfig, startHttpApplication } from '@waybill/runtime';
import { startSamanageSimulator } from '@waybill/samanage-simulator';
import { migrateServices } from '@waybill/service-host';
import { createTestDatabase, describeWithBroker, eventually, testBroker } from '@waybill/testing';
import { auditLogSettings, samanageSettings } from './testing/settings-of-a-test';
import { ManagementApi } from './demonstration/management-api';
import { schemas, servicesInOneProcess } from './in-one-process/services-in-one-process';
import { ensureFirstJob } from './local/first-job';
import { digestOf } from './local/local-identity';
import { backUp } from './testing/restored-schema';

const execute = promisify(execFile);
const names = ['jobId', 'servicePrincipalId', 'tokenId'] as const;
const identity = {
  ...(Object.fromEntries(names.map((name) => [name, randomUUID()])) as Record<(typeof names)[number], string>),
  scimToken: 'scim-token',
};

describeWithBroker('a service whose schema was restored to an older state', () => {
  it('publishes nothing over what others have seen, takes it back from its topic, and goes on', async () => {
    const database = await createTestDatabase();
    const simulator = await startSamanageSimulator({ token: 'samanage', switches: { ratePerMinute: 0 } });
    await migrateServices(database.url, schemas);
    const environment = {
      KAFKA_BROKERS: testBroker(),
      KAFKA_TOPIC_PREFIX: `test.${randomUUID()}.`,
      KAFKA_PARTITIONS: '3',
      KAFKA_RETENTION_DAYS: '1',
      DATABASE_URL: database.url,
    };
    const kafka = loadConfig(environment, kafkaConfig);

    const begin = async () => {
      const broker = new KafkajsBroker(connectionOf(kafka, 'test'));
      const quiet = () => undefined;
      const hears = { onError: quiet, onAlarm: quiet, onFatal: quiet };
      const bus = new KafkaBus({ broker, topics: topicsOf(kafka), groupPrefix: kafka.topicPrefix, ...hears });
      const logger = createLogger('silent');
      const samanage = samanageSettings(simulator.baseUrl, 'samanage');
      const application = await startHttpApplication(
        servicesInOneProcess({ databaseUrl: database.url, samanage, auditLog: auditLogSettings(), logger, bus }),
        {
          logger,
          tokens: [{ name: 'admin', role: 'admin', digest: digestOf('api-token'), local: true }],
          host: '127.0.0.1',
          port: 0,
        },
      );
      const base = `http://127.0.0.1:${application.port}`;
      const ask = async (path: string, token: string, body?: object) => {
        const json = body && { method: 'POST', body: JSON.stringify(body) };
        const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' };
        const answer = await fetch(base + path, { ...json, headers });
        return (await answer.json()) as never;
      };
      await ensureFirstJob(new ManagementApi(base, 'api-token'), identity);
      return {
        create: (userName: string): Promise<unknown> =>
          ask(`/scim/${identity.jobId}/v2/Users`, 'scim-token', {
            schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
            userName,
            displayName: userName,
            active: true,
          }),
        conservation: (): Promise<{ ended: number; inFlight: number; conservation: number }> =>
          ask('/v1.0/waybill/conservation', 'api-token'),
        end: async () => {
          await application.close();
          await broker.close();
        },
      };
    };
    const people = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) => `person${from + n}@contoso.com`);

    let services = await begin();
    const ended = (count: number) => eventually(async () => (await services.conservation()).ended === count);
    for (const name of people(0, 5)) await services.create(name);
    await ended(5);
    const backup = await backUp(database.url, 'mapping');
    for (const name of people(5, 12)) await services.create(name);
    await ended(12);
    await services.end();
    await backup.restore();

    // It does not even begin: what it would log now would stand where others have seen something else.
    await expect(begin()).rejects.toThrow('the log was restored to an older state');

    const main = join(__dirname, '../../mapping/dist/main.js');
    const { stdout } = await execute(process.execPath, [main, 'take-back'], {
      env: { ...process.env, ...environment },
    });
    expect(stdout).toMatch(/^mapping took back [1-9]\d* events/);

    services = await begin();
    await services.create('person12@contoso.com');
    await ended(13);
    // Until it has heard everything again, what it had taken in before counts as on its way.
    await eventually(async () => {
      const { inFlight, conservation } = await services.conservation();
      return inFlight === 0 && conservation === 0;
    });
    const emails = [...simulator.simulator.account.users.values()].slice(1).map(({ email }) => email);
    expect(emails.sort()).toEqual(people(0, 13).sort());
    await services.end();
    await simulator.close();
    await database.drop();
  }, 180_000);
});
