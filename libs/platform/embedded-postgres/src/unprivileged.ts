import { chownSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const nobody = 65_534;

/** How to start a program that refuses to run as root. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly identity: { readonly uid?: number; readonly gid?: number };
}

const isRoot = (): boolean => process.getuid?.() === 0;

/** Whether anybody may pass through all folders above a path. */
function openToOthers(path: string): boolean {
  const parent = dirname(path);
  return parent === path || ((statSync(parent).mode & 0o001) !== 0 && openToOthers(parent));
}

/**
 * PostgreSQL refuses to run as root. As root it is started as `nobody`; where `nobody` may not pass through a folder on
 * the way (a checkout under /root), in a user namespace in which root is called `nobody`. Otherwise as who we are.
 *
 * @param folder the data folder, which must belong to whom the server runs as
 */
export function unprivileged(program: string, args: readonly string[], folder: string): Launch {
  if (!isRoot()) return { command: program, args, identity: {} };
  if (runsAsNobody(program, folder)) return { command: program, args, identity: { uid: nobody, gid: nobody } };
  const mapping = ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`];
  return { command: 'unshare', args: [...mapping, program, ...args], identity: {} };
}

/** Hands something new, in or at a folder, to whom a program runs as on that folder. */
export function handOver(path: string, folder: string, program: string): void {
  if (isRoot() && runsAsNobody(program, folder)) chownSync(path, nobody, nobody);
}

const runsAsNobody = (program: string, folder: string): boolean => openToOthers(program) && openToOthers(folder);
