import type { CommandBus } from '@nestjs/cqrs';
import { DomainError } from '@waybill/decider';
import { type EventMetadata, type LoggedEvent, newId } from '@waybill/event-log';
import type { GroupCommand } from '../domain/group';
import type { MappingReads } from '../domain/mapping-reads';
import type { SubjectCommand } from '../domain/subject';
import { CompiledJobs } from './compiled-jobs';
import { DecideGroup, DecideSubject } from './deletion-brake.controller';
import { knownJob } from './known-job';
import type { AskedSubject } from './on-demand-request';

/** Who asks, and under which id: that of the change of the subject itself. */
export interface OnDemandRequest {
  readonly requestId: string;
  readonly jobId: string;
  /** A principal such as `admin:local`. */
  readonly by: string;
}

/** Commands that are under way together. */
const atOnce = 64;
/** How often rules or members may change under somebody's hands before he is turned away. */
const attempts = 5;

type Evaluation = Pick<Extract<SubjectCommand, { type: 'evaluate-again' }>, 'jobId' | 'cycleId' | 'rules' | 'now'> & {
  readonly cause: 'on-demand';
};

/** Evaluates on demand; what follows is found under the request's id, in any process. */
export class OpenOnDemand {
  private readonly compiled = new CompiledJobs();

  constructor(
    private readonly commands: CommandBus,
    private readonly reads: MappingReads,
  ) {}

  /**
   * A group is followed by those of its members who are named, and by their membership; or, where none is named, by all
   * of its members.
   *
   * @throws DomainError `mapping.subject-not-taken-in` where nobody told what the subject is
   */
  async open(request: OnDemandRequest, { type, id, members, users }: AskedSubject): Promise<void> {
    if (type === 'User') {
      const events = await this.evaluateUser(request, id, request.requestId);
      if (events.length === 0) throw notTakenIn(id);
      return;
    }
    const isWanted = await this.evaluateGroup(request, id, members.length === 0);
    for (let index = 0; index < users.length; index += atOnce) {
      await Promise.all(
        users.slice(index, index + atOnce).map((userId) => this.evaluateUser(request, userId, newId())),
      );
    }
    if (isWanted) await this.tellMembers(request, id, members);
  }

  private evaluateUser(request: OnDemandRequest, userId: string, changeId: string): Promise<readonly LoggedEvent[]> {
    return this.decided(request, (evaluation) => ({ type: 'evaluate-again', userId, changeId, ...evaluation }));
  }

  /** @returns whether it is wanted at Samanage, so that its members are */
  private async evaluateGroup(request: OnDemandRequest, groupId: string, withMembers: boolean): Promise<boolean> {
    const asked = { type: 'evaluate-group-again', groupId, changeId: request.requestId, withMembers } as const;
    const events = await this.decided(request, (evaluation) => ({ ...asked, ...evaluation }));
    if (events.length === 0) throw notTakenIn(groupId);
    return events.some(({ type, data }) => type === 'mapping.group-desired' && isPresent(data));
  }

  private async tellMembers(request: OnDemandRequest, groupId: string, named: readonly string[]): Promise<void> {
    const tell = { type: 'tell-members-again', groupId, changeId: newId() } as const;
    await this.decided(request, async (evaluation) => {
      if (named.length > 0) return { ...tell, ...evaluation, told: { named } };
      const { members: everybody, directoryVersion } = await this.reads.membersOf(groupId);
      return { ...tell, ...evaluation, told: { everybody, directoryVersion } };
    });
  }

  /** Decides under the rules in force; where they or the members change meanwhile, again. */
  private async decided(
    { requestId, jobId, by }: OnDemandRequest,
    commandFor: (evaluation: Evaluation) => DecidedCommand | Promise<DecidedCommand>,
  ): Promise<readonly LoggedEvent[]> {
    const metadata = { correlationId: requestId, actor: by };
    for (let attempt = 1; ; attempt += 1) {
      const { rules, cycleId } = this.compiled.of(await knownJob(this.reads, jobId));
      const now = new Date().toISOString();
      const command = await commandFor({ jobId, cycleId, cause: 'on-demand', rules, now });
      try {
        return await this.eventsOf(command, metadata);
      } catch (error) {
        if (attempt === attempts || !isOutdated(error)) throw error;
      }
    }
  }

  private async eventsOf(command: DecidedCommand, metadata: EventMetadata): Promise<readonly LoggedEvent[]> {
    const { events } =
      'userId' in command
        ? await this.commands.execute(new DecideSubject(command, metadata))
        : await this.commands.execute(new DecideGroup(command, metadata));
    return events;
  }
}

type DecidedCommand = Extract<SubjectCommand, { type: 'evaluate-again' }> | GroupCommand;

const isPresent = (data: unknown): boolean => (data as { presence?: string }).presence === 'present';

const outdated: ReadonlySet<string> = new Set(['mapping.rules-outdated', 'mapping.group-changed']);

const isOutdated = (error: unknown): boolean => error instanceof DomainError && outdated.has(error.code);

const notTakenIn = (id: string): DomainError =>
  new DomainError(
    'conflict',
    'mapping.subject-not-taken-in',
    `what ${id} is was told to an older release alone; it can be evaluated once Azure AD has written it again`,
  );
