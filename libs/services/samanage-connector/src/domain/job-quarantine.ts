import type { QuarantineLifted } from '@waybill/contracts';
import type { Command } from '@waybill/decider';
import type { JobEvent, JobState, Quarantine } from './job-state';

/** A job turned out to be unhealthy, or a probe showed that it still is. */
interface EnterQuarantine extends Command, Pick<Quarantine, 'code' | 'error' | 'request' | 'nextAttempt'> {
  readonly type: 'enter-quarantine';
  readonly now: string;
}

interface LiftQuarantine extends Command {
  readonly type: 'lift-quarantine';
  readonly how: QuarantineLifted['data']['how'];
  readonly now: string;
}

export type QuarantineCommand = EnterQuarantine | LiftQuarantine;

/** A series lasts until it is lifted (entra-provisioning.md §7.1); another reason begins anew within it. */
export function decideQuarantine(command: QuarantineCommand, { quarantine }: JobState): readonly JobEvent[] {
  return command.type === 'enter-quarantine' ? enter(command, quarantine) : lift(command, quarantine);
}

function enter({ code, error, request, now, nextAttempt }: EnterQuarantine, before: Quarantine | null): JobEvent[] {
  const series = {
    currentBegan: before?.code === code ? before.currentBegan : now,
    seriesBegan: before?.seriesBegan ?? now,
    seriesCount: before ? before.seriesCount + 1 : 0,
  };
  return [{ type: 'samanage.quarantine-entered', data: { code, error, request, ...series, nextAttempt } }];
}

function lift({ how, now: at }: LiftQuarantine, before: Quarantine | null): JobEvent[] {
  if (!before) return [];
  const { code, seriesBegan } = before;
  return [{ type: 'samanage.quarantine-lifted', data: { code, seriesBegan, how, at } }];
}
