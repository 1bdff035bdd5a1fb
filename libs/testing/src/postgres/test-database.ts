import { Client } from 'pg';
import { randomUUID } from 'node:crypto';

/** A database of its own for one spec file. */
export interface TestDatabase {
  /** Connection URL of its owner. */
  readonly url: string;
  drop(): Promise<void>;
}

/** Creates a new database on the server that the test run started. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.WAYBILL_TEST_DATABASE_URL;
  if (!server) throw new Error('no PostgreSQL was started for this test run');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = name;
  return { url: url.href, drop: () => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
