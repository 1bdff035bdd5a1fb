import { createHash } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { type LoggedEvent, readEvents } from '@waybill/event-log';
import type { Consumer, Message } from '@waybill/messaging';
import { type AccessToken, createHttpApplication, createLogger, loadConfig } from '@waybill/runtime';
import { migrateServices, poolToken, ServiceEnvironment } from '@waybill/service-host';
import { createTestDatabase, eventually, type TestDatabase } from '@waybill/testing';
import type { Pool } from 'pg';
import { auditLogConfig } from '../audit-log.config';
import { AuditLogModule } from '../audit-log.module';
import { auditLogSchema, auditLogService } from '../audit-log.service';

const digest = (token: string) => createHash('sha256').update(token).digest('hex');
const tokens: AccessToken[] = [
  { name: 'admin:local', role: 'admin', digest: digest('admin-token'), local: true },
  { name: 'auditor', role: 'auditor', digest: digest('auditor-token'), local: false },
];

@Global()
@Module({})
class EnvironmentModule {}

/**
 * The audit log over HTTP, on a database of its own unless one is given; the test is the bus.
 *
 * @param variables what it is configured with, as the environment says it
 */
export async function startAuditLog(variables: Readonly<Record<string, string>> = {}, given?: TestDatabase) {
  const config = loadConfig(variables, auditLogConfig);
  const database = given ?? (await createTestDatabase());
  await migrateServices(database.url, [auditLogSchema]);
  const errors: unknown[] = [];
  const consumers: Consumer[] = [];
  const environment: ServiceEnvironment = {
    hostOptions: () => ({
      databaseUrl: database.url,
      onError: (_, error) => errors.push(error),
      onAlarm: (_, message) => errors.push(message),
    }),
    bus: {
      carry: () => Promise.resolve({ stop: () => Promise.resolve() }),
      deliver: (consumer) => {
        consumers.push(consumer);
        return { stop: () => Promise.resolve() };
      },
    },
  };
  const provided = { provide: ServiceEnvironment, useValue: environment };
  const app = await createHttpApplication(
    [
      { module: EnvironmentModule, providers: [provided], exports: [ServiceEnvironment] },
      CqrsModule.forRoot(),
      AuditLogModule.with(config),
    ],
    { logger: createLogger('silent'), tokens },
  );
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const pool = app.get<Pool>(poolToken('audit-log'), { strict: false });

  const projected = async () => {
    const { rows } = await pool.query<{ caughtUp: number }>(
      `SELECT count(*) AS "caughtUp" FROM subscription
        WHERE position = (SELECT coalesce(max(position), 0) FROM event_log)`,
    );
    return rows[0]?.caughtUp === auditLogService(config).projections.length;
  };

  return {
    errors,
    database,
    pool,
    /** Brings messages, and waits until they can be read. */
    deliver: async (...messages: Message[]) => {
      await Promise.all(consumers.map((consumer) => consumer.handle(messages)));
      await eventually(projected);
    },
    entries: (): Promise<LoggedEvent[]> => readEvents(pool, 0, 10_000),
    get: async (url: string, headers: Record<string, string> = {}) => {
      const authorization = 'Bearer auditor-token';
      const answer = await app.inject({ method: 'GET', url, headers: { authorization, ...headers } });
      return { status: answer.statusCode, body: answer.json() };
    },
    /** Ends the process, and leaves what it keeps. */
    close: () => app.close(),
    stop: async () => {
      await app.close();
      await database.drop();
    },
  };
}

export type AuditLog = Awaited<ReturnType<typeof startAuditLog>>;
