import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** A server that runs on a data folder. */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
}

/**
 * The server that `postmaster.pid` names, if it is alive and a PostgreSQL of that very folder: after a crash of the
 * machine the number may be anybody's.
 */
export function runningServer(dataFolder: string): RunningServer | undefined {
  const file = join(dataFolder, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, folder, , port] = readFileSync(file, 'utf8').split('\n');
  if (!folder || realpathSync(dataFolder) !== folder) return undefined;
  const server = { pid: Number(pid), port: Number(port) };
  return isAlive(server.pid) && isPostgres(server.pid) ? server : undefined;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}

/** A dead child that nobody has waited for still has its number. */
const isZombie = (pid: number): boolean => /^\d+ \(.*\) Z/.test(procFile(pid, 'stat') ?? '');

/** Where there is no /proc the number is trusted. */
const isPostgres = (pid: number): boolean => procFile(pid, 'cmdline')?.includes('postgres') ?? true;

function procFile(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}
