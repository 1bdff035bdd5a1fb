import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DomainError } from '@waybill/decider';
import { type EventMetadata, newId } from '@waybill/event-log';
import type { ConnectedJob } from '../domain/connected-job';
import { Connections } from '../domain/connections';
import { ConnectorReads, LinkTurns } from '../domain/connector-reads';
import type { Subject } from '../domain/open-changes';
import { decisionAbout } from './subject-decisions';

/** What a subject is to be linked to, and who says so. */
export interface WantedLink {
  readonly samanageId: number;
  /** A principal such as `admin:local`. */
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/** Links subjects to accounts and groups that are there, and that belong to nobody else of the job. */
@Injectable()
export class Relinking {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: ConnectorReads,
    private readonly connections: Connections,
    private readonly turns: LinkTurns,
  ) {}

  /**
   * @throws DomainError `samanage-connector.not-at-samanage`, `samanage-connector.linked-already`,
   *   `samanage-connector.change-under-way`, or `unavailable` where Samanage cannot be asked
   */
  async link(job: ConnectedJob, subject: Subject, wanted: WantedLink, metadata: EventMetadata): Promise<void> {
    await this.assertThere(job, subject, wanted);
    await this.turns.inTurn(job.jobId, async () => {
      await this.assertFree(job, subject, wanted);
      const link = { type: 'set-link', changeId: newId(), ...wanted } as const;
      await this.commands.execute(decisionAbout(subject, job.jobId, link, metadata));
    });
  }

  private async assertThere(job: ConnectedJob, { subjectType }: Subject, { samanageId }: WantedLink): Promise<void> {
    const found = await this.connections.subjectAt(job, subjectType, samanageId);
    if (found === 'there') return;
    const what = subjectType === 'Group' ? 'group' : 'user';
    const message =
      found === 'absent'
        ? `There is no ${what} ${samanageId} at Samanage.`
        : `${samanageId} is no group that has members: it is a person’s own hidden group, or a queue.`;
    throw new DomainError('not-found', 'samanage-connector.not-at-samanage', message);
  }

  private async assertFree({ jobId }: ConnectedJob, subject: Subject, { samanageId }: WantedLink): Promise<void> {
    const linked = await this.reads.linkedTo(jobId, subject.subjectType, samanageId);
    const other = linked.find((directoryId) => directoryId !== subject.subjectId);
    if (other === undefined) return;
    const message = `${samanageId} is linked to ${other} already: unlink that first.`;
    throw new DomainError('conflict', 'samanage-connector.linked-already', message);
  }
}
