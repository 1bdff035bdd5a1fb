import type { Pool } from 'pg';

/** Every row of every table of the connector's schema, as text; bytes in hexadecimal. */
export async function storedTexts(pool: Pool): Promise<string[]> {
  const tables = await pool.query<{ name: string }>(
    `SELECT quote_ident(table_name) AS name FROM information_schema.tables
      WHERE table_schema = 'samanage_connector' AND has_table_privilege(table_schema || '.' || table_name, 'SELECT')`,
  );
  const texts: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await pool.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
    texts.push(...rows.map(({ text }) => `${name} ${text}`));
  }
  return texts;
}
