import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokerFolder } from './broker-folder';

const stoppedWithinMilliseconds = 10_000;

/**
 * The process that the pid file names, if it is a broker of that very folder: after a crash of the machine the number
 * may be anybody's.
 */
export function brokerProcessOf(folder: BrokerFolder): number | undefined {
  if (!existsSync(folder.pidFile)) return undefined;
  const pid = Number(readFileSync(folder.pidFile, 'utf8'));
  return isBrokerOf(folder, pid) ? pid : undefined;
}

/** Whether a process is alive and a broker of that folder; the dead that nobody has waited for have no command line. */
export function isBrokerOf({ properties }: BrokerFolder, pid: number): boolean {
  const commandLine = commandLineOf(pid);
  return commandLine.includes('kafka.Kafka') && commandLine.includes(properties);
}

/**
 * Ends a broker: SIGTERM lets it close its files, SIGKILL leaves the rest to its recovery at the next start.
 *
 * @param signals what to send, each after ten seconds in which the one before did not suffice
 */
export async function endBroker(
  folder: BrokerFolder,
  pid: number,
  signals: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGKILL'],
): Promise<void> {
  for (const signal of signals) {
    if (!isBrokerOf(folder, pid)) return;
    send(signal, pid);
    const until = Date.now() + stoppedWithinMilliseconds;
    while (isBrokerOf(folder, pid) && Date.now() < until) await sleep(20);
  }
}

/** It may have ended by itself a moment ago. */
function send(signal: NodeJS.Signals, pid: number): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function commandLineOf(pid: number): string {
  if (!Number.isInteger(pid) || pid <= 0) return '';
  try {
    return existsSync('/proc/self') ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : shownByPs(pid);
  } catch {
    return '';
  }
}

/** For systems without /proc. */
const shownByPs = (pid: number): string => execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).toString();
