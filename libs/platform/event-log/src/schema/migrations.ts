import { Client } from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { roleOf } from '../database';
import { logTables } from './log-tables';

/** One step of a schema: a name that ends in a 13-digit timestamp, which orders it, and its statements. */
export interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}

/** What a service brings to a database: its schema's name and the steps of its own tables. */
export interface SchemaDefinition {
  readonly schema: string;
  readonly migrations: readonly Migration[];
}

const logMigration = (schema: string): Migration => ({
  name: 'EventLog1764000000000',
  statements: logTables(schema, roleOf(schema)),
});

/** Messages of different streams may come in any order: what was taken in is a set of positions, not the last one. */
const takenPositionsMigration = (schema: string): Migration => ({
  name: 'TakenPositions1764000000002',
  statements: [
    `ALTER TABLE ${schema}.confirmed_position ADD COLUMN taken int8multirange`,
    `UPDATE ${schema}.confirmed_position SET taken = int8multirange(int8range(1, position, '[]'))`,
    `ALTER TABLE ${schema}.confirmed_position ALTER COLUMN taken SET NOT NULL`,
  ],
});

const poisonMigration = (schema: string): Migration => ({
  name: 'PoisonMessages1764000000003',
  statements: [
    `CREATE TABLE ${schema}.poison_message (
       consumer  text        NOT NULL,
       topic     text        NOT NULL,
       partition integer     NOT NULL,
       "offset"  bigint      NOT NULL,
       key       bytea,
       value     bytea,
       headers   jsonb       NOT NULL,
       reason    text        NOT NULL,
       kept_at   timestamptz NOT NULL DEFAULT now(),
       PRIMARY KEY (consumer, topic, partition, "offset")
     )`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.poison_message TO ${roleOf(schema)}`,
  ],
});

const logMigrations = (schema: string): Migration[] =>
  [logMigration, takenPositionsMigration, poisonMigration].map((migration) => migration(schema));

/** TypeORM wants a class a migration. */
function migrationClass({ name, statements }: Migration): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = name;

    async up(runner: QueryRunner): Promise<void> {
      for (const statement of statements) await runner.query(statement);
    }

    /** A log is never taken back (architecture §4); an older release is restored from a backup. */
    down(): Promise<void> {
      return Promise.reject(new Error(`${name} cannot be reverted: the log is append-only`));
    }
  };
}

/**
 * Brings a service's schema up to date: the log's tables and then the service's own. Safe to run at every start and
 * by several processes at once.
 *
 * @param ownerUrl a login that may create roles and schemas; it becomes a member of the service's role, so that the
 *   running service can work under that role
 * @returns the names of the steps that were run, in order
 */
export async function migrate(ownerUrl: string, definition: SchemaDefinition): Promise<string[]> {
  const { schema } = definition;
  const source = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    schema,
    migrations: [...logMigrations(schema), ...definition.migrations].map(migrationClass),
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    poolSize: 2,
    applicationName: `waybill migrate ${schema}`,
  });
  await source.initialize();
  const runner = source.createQueryRunner();
  try {
    await runner.connect();
    await runner.query(`SELECT pg_advisory_lock(hashtext('waybill migrate'))`);
    await prepareSchema(runner, schema);
    return (await source.runMigrations()).map((step) => step.name);
  } finally {
    await runner.query(`SELECT pg_advisory_unlock_all()`).catch(() => undefined);
    await runner.release();
    await source.destroy();
  }
}

async function prepareSchema(runner: QueryRunner, schema: string): Promise<void> {
  const role = roleOf(schema);
  await runner.query(`DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role} NOLOGIN; END IF;
  END $$`);
  await runner.query(`GRANT ${role} TO CURRENT_USER`);
  await runner.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
}

/**
 * Makes a login for a running service: a member of the service's role and of no other. Its password becomes the one
 * that is given.
 *
 * @returns the connection URL of the login
 */
export async function ensureLogin(ownerUrl: string, schema: string, password: string): Promise<string> {
  const login = `${schema}_service`;
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [login]);
    const kind = rowCount === 0 ? 'CREATE' : 'ALTER';
    await client.query(`${kind} ROLE ${login} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
    await client.query(`GRANT ${roleOf(schema)} TO ${login}`);
  } finally {
    await client.end();
  }
  const url = new URL(ownerUrl);
  url.username = login;
  url.password = password;
  return url.href;
}
