import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedProcess } from './running-services';

/** Where everything answers, for scripts and tests. */
export interface Endpoints {
  readonly scim: { readonly baseUrl: string; readonly token: string };
  readonly api: { readonly baseUrl: string; readonly token: string };
  readonly job: { readonly id: string; readonly servicePrincipalId: string };
  /** Absent with a real Samanage. */
  readonly samanage?: { readonly baseUrl: string; readonly token: string; readonly recordUrl: string };
  readonly processes: readonly NamedProcess[];
}

const fileIn = (folder: string) => join(folder, 'endpoints.json');

/** Written whole or not at all, and readable by its owner alone: it holds tokens. */
export function writeEndpoints(folder: string, endpoints: Endpoints): void {
  const file = fileIn(folder);
  writeFileSync(`${file}.new`, `${JSON.stringify(endpoints, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Says that nothing answers (any more). */
export function removeEndpoints(folder: string): void {
  rmSync(fileIn(folder), { force: true });
}
