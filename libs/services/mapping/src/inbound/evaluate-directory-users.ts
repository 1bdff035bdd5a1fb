import type { UserChanged, UserCreated, UserDeleted } from '@waybill/contracts';
import { DomainError } from '@waybill/decider';
import { InSets, instruct } from '@waybill/event-log';
import type { Message, Reaction } from '@waybill/messaging';
import { type CompiledRules, compileRules, type Evaluation } from '@waybill/provisioning-rules';
import { subject } from '../domain/subject';
import type { Job } from '../domain/job-rules';

type DirectoryChange = UserCreated | UserChanged | UserDeleted;

type FindJobs = (jobIds: readonly string[]) => Promise<ReadonlyMap<string, Job>>;

/** Turns each change of a directory user into an evaluation under the rules that hold now. */
export function evaluateDirectoryUsers(findJobs: FindJobs): Reaction {
  const compiled = new CompiledRulesCache();
  // Messages come in batches, and most of a batch are of one job.
  const jobs = new InSets<string, Job | undefined>(async (jobIds) => {
    const found = await findJobs([...new Set(jobIds)]);
    return jobIds.map((jobId) => found.get(jobId));
  });
  return {
    on: ['directory.user-created', 'directory.user-changed', 'directory.user-deleted'],
    react: async (message) => {
      const job = await jobs.ask(message.job);
      // Held, and tried again: ingress may know a job before mapping's answer has come round.
      if (!job) throw new DomainError('not-found', 'mapping.job-unknown', `there is no job ${message.job}`);
      const change = message as unknown as Message & DirectoryChange;
      const { userId, changeId } = change.data;
      return [
        instruct(subject, {
          type: 'evaluate-user',
          jobId: message.job,
          userId,
          changeId,
          cycleId: job.cycleId,
          displayName: displayNameOf(change),
          directoryVersion: message.streamVersion,
          rulesVersion: job.rulesVersion,
          evaluation: evaluate(change, compiled.of(job)),
        }),
      ];
    },
  };
}

function evaluate(change: DirectoryChange, rules: CompiledRules): Evaluation | null {
  return change.type === 'directory.user-deleted' ? null : rules.evaluate(change.data.resource);
}

function displayNameOf({ type, data }: DirectoryChange): string {
  if (type === 'directory.user-deleted') return data.displayName;
  const { displayName, userName } = data.resource;
  return [displayName, userName].find((text) => typeof text === 'string') ?? data.userId;
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
