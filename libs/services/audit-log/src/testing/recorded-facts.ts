import type { PositionSet, Tally } from '@waybill/contracts';
import {
  type Conservation,
  conservationOf,
  cutOf,
  noOutcomes,
  type StatedTally,
  takenOf,
  totalOf,
} from '../domain/conservation';
import { Delivery } from './delivery';
import { eachOf, type Fact, type Logged, type Service } from './happenings';

/** What the audit log has recorded of three logs, and what it answers from that. */
export class RecordedFacts {
  private readonly recorded = eachOf<(Logged & { position: number })[]>(() => []);
  private readonly recordedTo = eachOf(() => new Delivery());

  /** Records what comes next of a log; what is lost has come, and nothing of it is kept. */
  record(service: Service, log: readonly Logged[], fate: number, isLost: (fact: Logged) => boolean): void {
    const next = this.recordedTo[service].next(log, fate);
    if (!next || isLost(next.fact)) return;
    this.recorded[service].push({ ...next.fact, position: next.position });
  }

  /** How much of a log has not come yet. */
  left(service: Service, log: readonly Logged[]): number {
    return this.recordedTo[service].left(log);
  }

  /** What the audit log answers now, of all jobs together. */
  conservation(jobs: readonly string[]): Conservation {
    const recorded = {
      ingress: this.recordedTo['scim-ingress'].positions,
      mapping: this.recordedTo.mapping.positions,
      connector: this.recordedTo['samanage-connector'].positions,
    };
    return totalOf(
      jobs.map((job) => {
        const stated = {
          ingress: this.stating('scim-ingress', job),
          mapping: this.stating('mapping', job),
          connector: this.stating('samanage-connector', job),
        };
        const cut = cutOf(stated, recorded);
        const outcomes = { ...noOutcomes };
        for (const outcome of this.endedIn('mapping', job, cut.mapping.position)) outcomes[outcome] += 1;
        for (const outcome of this.endedIn('samanage-connector', job, cut.connector.position)) outcomes[outcome] += 1;
        return conservationOf(cut, {
          outcomes,
          openedNotTaken: this.notTaken(
            { service: 'scim-ingress', is: 'opened', job },
            { counted: cut.ingress.position, taken: takenOf(cut.mapping, 'scim-ingress') },
          ),
          desiredNotTaken: this.notTaken(
            { service: 'mapping', is: 'desired', job },
            { counted: cut.mapping.position, taken: takenOf(cut.connector, 'mapping') },
          ),
        });
      }),
    );
  }

  /** The tallies of a job that are recorded, the newest first. */
  private stating(service: Service, job: string): StatedTally[] {
    return this.recorded[service]
      .flatMap((fact) => (fact.is === 'tally' && fact.job === job ? { tally: fact.tally, overdue: false } : []))
      .sort((one, other) => other.tally.position - one.tally.position);
  }

  private endedIn(service: Service, job: string, until: number): (keyof Tally['ended'])[] {
    return this.recorded[service].flatMap((fact) =>
      fact.is === 'ended' && fact.job === job && fact.position <= until ? fact.outcome : [],
    );
  }

  private notTaken(
    what: { service: Service; is: Fact['is']; job: string },
    { counted, taken }: { counted: number; taken: PositionSet },
  ): number {
    return this.recorded[what.service]
      .filter(({ is, job }) => is === what.is && job === what.job)
      .reduce((sum, { position }) => sum + Number(position <= counted) - Number(taken.has(position)), 0);
  }
}
