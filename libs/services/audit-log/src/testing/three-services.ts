import type { PositionSet, Tally } from '@waybill/contracts';
import {
  conservationOf,
  type Conservation,
  cutOf,
  noOutcomes,
  nothingCounted,
  type StatedTally,
  takenOf,
  totalOf,
} from '../domain/conservation';
import { Delivery } from './delivery';
import { eachOf, type Fact, type Happening, type Logged, type Loss, type Service, services } from './happenings';

/**
 * The three logs, what each service keeps beside its own, and what the audit log has recorded of them: the smallest
 * world in which changes can be counted at different moments, and be lost.
 */
export class ThreeServices {
  private readonly logs = eachOf<Logged[]>(() => []);
  private readonly recorded = eachOf<(Logged & { position: number })[]>(() => []);
  private readonly recordedTo = eachOf(() => new Delivery());
  private readonly waiting = eachOf<string[]>(() => []);
  private readonly taken = eachOf(() => new Delivery());
  private readonly awaited = eachOf(() => 0);
  private readonly stated = new Map<string, string>();
  private loss: Loss = 'none';

  /** Every service has counted a change of each job already: before its first one a service states nothing. */
  constructor(private readonly jobs: readonly string[]) {
    for (const job of jobs) this.happen({ what: 'push', job });
    this.settle();
  }

  /** Loses this at the first occasion. */
  plant(loss: Loss): void {
    this.loss = loss;
  }

  happen(happening: Happening): void {
    const acts: { [what in Happening['what']]: (of: Extract<Happening, { what: what }>) => void } = {
      push: ({ job }) => this.append('scim-ingress', { is: 'opened', job }),
      members: ({ job, parts }) => this.changeMembers(job, parts),
      refusal: ({ job }) => this.append('scim-ingress', { is: 'silent', job }),
      other: ({ job }) => this.append('scim-ingress', { is: 'silent', job }),
      reference: ({ job }) => this.beginWork('opened', job),
      evaluate: ({ fate }) => this.take('mapping', fate, (fact) => this.evaluate(fact, fate)),
      receive: ({ fate }) => this.take('samanage-connector', fate, ({ job }) => this.beginWork('received', job)),
      end: ({ fate }) => this.end(fate),
      count: ({ service }) => this.count(service),
      record: ({ service, fate }) => this.record(service, fate),
    };
    acts[happening.what](happening as never);
  }

  /** Lets everybody do what is left to do, and say what came of it. */
  settle(): void {
    while (this.taken.mapping.left(this.logs['scim-ingress']) > 0) this.happen({ what: 'evaluate', fate: 2 });
    while (this.taken['samanage-connector'].left(this.logs.mapping) > 0) this.happen({ what: 'receive', fate: 0 });
    while (this.waiting.mapping.length > 0) this.end(1);
    while (this.waiting['samanage-connector'].length > 0) this.end(0);
    for (const service of services) {
      this.count(service);
      while (this.recordedTo[service].left(this.logs[service]) > 0) this.record(service, 0);
    }
  }

  /** What the audit log answers now, job by job. */
  conservation(): Conservation {
    const recorded = {
      ingress: this.recordedTo['scim-ingress'].positions,
      mapping: this.recordedTo.mapping.positions,
      connector: this.recordedTo['samanage-connector'].positions,
    };
    return totalOf(
      this.jobs.map((job) => {
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

  private changeMembers(job: string, parts: number): void {
    for (let part = 1; part < parts; part += 1) this.append('scim-ingress', { is: 'part', job });
    this.append('scim-ingress', { is: 'opened', unmapped: true, job });
  }

  private evaluate(fact: Logged, fate: number): void {
    const { job } = fact;
    const isSkipped = fate % 4 === 0 || (fact.is === 'opened' && fact.unmapped && fate % 4 !== 1);
    if (isSkipped) this.append('mapping', { is: 'ended', outcome: 'skipped', job });
    else if (fate % 4 === 1) this.waiting.mapping.push(job);
    else this.append('mapping', { is: 'desired', job });
  }

  private beginWork(is: 'received' | 'opened', job: string): void {
    this.append('samanage-connector', { is, job });
    if (!this.loses('work')) this.waiting['samanage-connector'].push(job);
  }

  /** Ends a change that waits at the connector or, parked, in mapping. */
  private end(fate: number): void {
    const service = fate % 2 === 0 ? 'samanage-connector' : 'mapping';
    const [job] = this.waiting[service].splice(fate % Math.max(1, this.waiting[service].length), 1);
    if (job) this.append(service, { is: 'ended', outcome: service === 'mapping' ? 'superseded' : 'applied', job });
  }

  private take(consumer: 'mapping' | 'samanage-connector', fate: number, act: (fact: Logged) => void): void {
    const [source, awaits, loss] =
      consumer === 'mapping'
        ? (['scim-ingress', ['opened', 'part'], 'push'] as const)
        : (['mapping', ['desired'], 'desired'] as const);
    const fact = this.taken[consumer].next(this.logs[source], fate)?.fact;
    if (!fact || !(awaits as readonly string[]).includes(fact.is)) return;
    this.awaited[consumer] += 1;
    if (fact.is !== 'part' && !this.loses(loss)) act(fact);
  }

  private count(service: Service): void {
    for (const [job, tally] of this.tallies(service)) {
      const { position: _, taken: __, ...numbers } = tally;
      const key = `${service} ${job}`;
      if (this.stated.get(key) === JSON.stringify(numbers)) continue;
      this.stated.set(key, JSON.stringify(numbers));
      this.append(service, { is: 'tally', job, tally });
    }
  }

  private tallies(service: Service): Map<string, Tally> {
    const log = this.logs[service];
    const source = { 'scim-ingress': '', mapping: 'scim-ingress', 'samanage-connector': 'mapping' }[service];
    const taken = { [source]: this.taken[service].positions.toString() };
    const awaited = { [source]: this.awaited[service] };
    const counted = new Map<string, Tally>();
    for (const fact of log.filter(({ is }) => is !== 'silent' && is !== 'tally')) {
      const before = counted.get(fact.job) ?? { ...nothingCounted, position: log.length, taken, awaited };
      const opened = before.opened + (fact.is === 'opened' ? 1 : 0);
      const open = this.waiting[service].filter((job) => job === fact.job).length;
      counted.set(fact.job, { ...before, opened, open });
    }
    return counted;
  }

  private record(service: Service, fate: number): void {
    const next = this.recordedTo[service].next(this.logs[service], fate);
    if (!next || (next.fact.is === 'ended' && this.loses('outcome'))) return;
    this.recorded[service].push({ ...next.fact, position: next.position });
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

  private append(service: Service, fact: Logged): void {
    this.logs[service].push(fact);
  }

  private loses(what: Loss): boolean {
    if (this.loss !== what) return false;
    this.loss = 'none';
    return true;
  }
}
