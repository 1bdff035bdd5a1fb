import { type Command, type Decider, DomainError } from '@waybill/decider';
import type { DeletionBrake } from './deletion-brake';
import { evolveJob, type JobEvent, type JobState, unknownJob } from './job-state';

/** Rules as Graph's synchronization schema; whoever brings them has read and linted them. */
type SchemaDocument = Readonly<Record<string, unknown>>;

interface Asked extends Command {
  /** A principal such as `admin:local`. */
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly now: string;
}

interface CreateJob extends Asked {
  readonly type: 'create-job';
  readonly servicePrincipalId: string;
  readonly name: string;
  readonly rules: SchemaDocument;
  /** The id of the first cycle. */
  readonly cycleId: string;
}

interface ApplyRules extends Asked {
  readonly type: 'apply-rules';
  readonly rules: SchemaDocument;
  /** The rules that the new ones were made from; others that hold by now refuse them. Null: whatever holds. */
  readonly basedOn: number | null;
  readonly planId: string | null;
  /** The id of the initial cycle that evaluates everybody. */
  readonly cycleId: string;
}

/** Says that everybody was evaluated in an initial cycle. */
interface CloseCycle extends Asked {
  readonly type: 'close-cycle';
  readonly cycleId: string;
  readonly evaluated: number;
}

interface SetBrake extends Asked {
  readonly type: 'set-brake';
  /** What is not named stays as it is. */
  readonly brake: Partial<DeletionBrake>;
}

interface AllowDeletions extends Asked {
  readonly type: 'allow-deletions';
}

export type JobCommand = CreateJob | ApplyRules | CloseCycle | SetBrake | AllowDeletions;

/** One enterprise application connected to one Samanage account. */
export const job: Decider<JobCommand, JobState, JobEvent> = {
  name: 'job',
  stream: ({ jobId }) => `job-${jobId}`,
  initialState: () => unknownJob,
  evolve: evolveJob,
  decide: (command, stored) => {
    const state = { ...unknownJob, ...stored };
    return command.type === 'create-job' ? create(command, state) : change(command, known(command.jobId, state));
  },
  claims: ({ servicePrincipalId }) => (servicePrincipalId === null ? [] : [`service-principal:${servicePrincipalId}`]),
};

function create({ jobId, servicePrincipalId, name, rules, cycleId, by, now }: CreateJob, state: JobState): JobEvent[] {
  if (state.servicePrincipalId === servicePrincipalId) return [];
  if (state.servicePrincipalId !== null) {
    const message = `job ${jobId} belongs to another service principal`;
    throw new DomainError('already-exists', 'mapping.job-exists', message);
  }
  return [
    { type: 'job.created', data: { servicePrincipalId, name } },
    { type: 'job.rules-applied', data: { rulesVersion: 1, rules, appliedBy: by, planId: null, at: now } },
    { type: 'job.started', data: {} },
    { type: 'job.cycle-opened', data: { cycleId, kind: 'incremental', rulesVersion: null, at: now } },
  ];
}

/** @throws DomainError `mapping.job-unknown` */
function known(jobId: string, state: JobState): JobState {
  if (state.servicePrincipalId !== null) return state;
  throw new DomainError('not-found', 'mapping.job-unknown', `there is no job ${jobId}`);
}

function change(command: Exclude<JobCommand, CreateJob>, state: JobState): JobEvent[] {
  switch (command.type) {
    case 'apply-rules':
      return applyRules(command, state);
    case 'close-cycle': {
      const { cycleId, evaluated, now: at } = command;
      if (state.initialCycleId !== cycleId) return [];
      return [{ type: 'job.cycle-closed', data: { cycleId, how: 'completed', evaluated, at } }];
    }
    case 'set-brake':
      return setBrake(command, state);
    case 'allow-deletions':
      return [{ type: 'job.deletions-allowed', data: { allowedBy: command.by, at: command.now } }];
  }
}

function setBrake({ brake: named, by: setBy, now: at }: SetBrake, { brake: before }: JobState): JobEvent[] {
  const brake = { ...before, ...named };
  const same = (Object.keys(brake) as (keyof DeletionBrake)[]).every((setting) => brake[setting] === before[setting]);
  return same ? [] : [{ type: 'job.deletion-brake-set', data: { ...brake, setBy, at } }];
}

/** New rules replace the cycle that evaluates everybody under older ones. */
function applyRules({ rules, basedOn, planId, cycleId, by, now: at }: ApplyRules, state: JobState): JobEvent[] {
  if (basedOn !== null && basedOn !== state.rulesVersion) {
    const message = `these rules were planned from version ${basedOn}, and version ${state.rulesVersion} holds now`;
    throw new DomainError('conflict', 'mapping.rules-changed', message);
  }
  const rulesVersion = state.rulesVersion + 1;
  const replaced: JobEvent[] = state.initialCycleId
    ? [{ type: 'job.cycle-closed', data: { cycleId: state.initialCycleId, how: 'superseded', evaluated: 0, at } }]
    : [];
  return [
    ...replaced,
    { type: 'job.rules-applied', data: { rulesVersion, rules, appliedBy: by, planId, at } },
    { type: 'job.cycle-opened', data: { cycleId, kind: 'initial', rulesVersion, at } },
  ];
}
