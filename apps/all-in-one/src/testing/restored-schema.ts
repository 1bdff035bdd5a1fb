import { Client } from 'pg';

/** Copies every table of a schema aside, and can put them back: a backup, and a restore to it. */
export async function backUp(url: string, schema: string): Promise<{ restore(): Promise<void> }> {
  const ask = async (...statements: string[]) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      let rows: { name: string }[] = [];
      for (const statement of statements) ({ rows } = await client.query<{ name: string }>(statement));
      return rows;
    } finally {
      await client.end();
    }
  };
  const tables = await ask(`SELECT tablename AS name FROM pg_tables WHERE schemaname = '${schema}'`);
  const aside = `${schema}_backup`;
  await ask(
    `CREATE SCHEMA ${aside}`,
    ...tables.map(({ name }) => `CREATE TABLE ${aside}.${name} AS TABLE ${schema}.${name}`),
  );
  return {
    restore: async () => {
      await ask(
        'BEGIN',
        ...tables.flatMap(({ name }) => [
          `DELETE FROM ${schema}.${name}`,
          `INSERT INTO ${schema}.${name} TABLE ${aside}.${name}`,
        ]),
        'COMMIT',
      );
    },
  };
}
