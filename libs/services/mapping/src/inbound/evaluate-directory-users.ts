import type { UserChanged, UserCreated, UserDeleted } from '@waybill/contracts';
import { instruct } from '@waybill/event-log';
import type { Message, Reaction } from '@waybill/messaging';
import { type CompiledRules, compileRules, type Evaluation } from '@waybill/provisioning-rules';
import { subject } from '../domain/subject';
import type { Job } from '../domain/job-rules';
import { displayNameOf } from './display-name';
import type { JobOf } from './jobs-in-sets';

type UserChange = UserCreated | UserChanged | UserDeleted;

/** Turns each change of a directory user into an evaluation under the rules that hold now. */
export function evaluateDirectoryUsers(jobOf: JobOf): Reaction {
  const compiled = new CompiledRulesCache();
  return {
    on: ['directory.user-created', 'directory.user-changed', 'directory.user-deleted'],
    react: async (message) => {
      const job = await jobOf(message.job);
      const change = message as unknown as Message & UserChange;
      const { userId, changeId } = change.data;
      return [
        instruct(subject, {
          type: 'evaluate-user',
          jobId: message.job,
          userId,
          changeId,
          cycleId: job.cycleId,
          displayName: displayNameOf(change, userId),
          directoryVersion: message.streamVersion,
          rulesVersion: job.rulesVersion,
          evaluation: evaluate(change, compiled.of(job)),
        }),
      ];
    },
  };
}

function evaluate(change: UserChange, rules: CompiledRules): Evaluation | null {
  return change.type === 'directory.user-deleted' ? null : rules.evaluate(change.data.resource);
}

/** Rules are compiled once a version. */
class CompiledRulesCache {
  private readonly compiled = new Map<string, { version: number; rules: CompiledRules }>();

  of({ jobId, rulesVersion, rules }: Job): CompiledRules {
    const known = this.compiled.get(jobId);
    if (known?.version === rulesVersion) return known.rules;
    const fresh = { version: rulesVersion, rules: compileRules(rules) };
    this.compiled.set(jobId, fresh);
    return fresh.rules;
  }
}
