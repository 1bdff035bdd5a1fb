import type { Tally } from '@waybill/contracts';
import { conservationOf, type Conservation, cutOf, noOutcomes, nothingCounted, totalOf } from '../domain/conservation';

export const services = ['scim-ingress', 'mapping', 'samanage-connector'] as const;
export type Service = (typeof services)[number];

/** What an event is to the count of changes; `silent` is one that counts nothing. */
type Fact =
  | { readonly is: 'opened' | 'desired' | 'received' | 'silent' }
  | { readonly is: 'ended'; readonly outcome: keyof Tally['ended'] }
  | { readonly is: 'tally'; readonly tally: Tally };

type Logged = Fact & { readonly job: string };

/** What can happen next anywhere in the system. `fate` decides what becomes of a change. */
export type Happening =
  | { readonly what: 'push' | 'reference' | 'other'; readonly job: string }
  | { readonly what: 'evaluate' | 'receive' | 'end'; readonly fate: number }
  | { readonly what: 'count' | 'record'; readonly service: Service };

/** Something that must never happen, and must show. */
export type Loss = 'none' | 'push' | 'desired' | 'work' | 'outcome';

const eachOf = <T>(make: () => T): Record<Service, T> => ({
  'scim-ingress': make(),
  mapping: make(),
  'samanage-connector': make(),
});

/**
 * The three logs, what each service keeps beside its own, and what the audit log has recorded of them: the smallest
 * world in which changes can be counted at different moments, and be lost.
 */
export class ThreeServices {
  private readonly logs = eachOf<Logged[]>(() => []);
  private readonly recorded = eachOf<(Logged & { position: number })[]>(() => []);
  private readonly recordedTo = eachOf(() => 0);
  private readonly waiting = eachOf<string[]>(() => []);
  private readonly taken = eachOf(() => 0);
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
      other: ({ job }) => this.append('scim-ingress', { is: 'silent', job }),
      reference: ({ job }) => this.beginWork('opened', job),
      evaluate: ({ fate }) => this.take('mapping', 'opened', (job) => this.evaluate(job, fate)),
      receive: () => this.take('samanage-connector', 'desired', (job) => this.beginWork('received', job)),
      end: ({ fate }) => this.end(fate),
      count: ({ service }) => this.count(service),
      record: ({ service }) => this.record(service),
    };
    acts[happening.what](happening as never);
  }

  /** Lets everybody do what is left to do, and say what came of it. */
  settle(): void {
    while (this.taken.mapping < this.logs['scim-ingress'].length) this.happen({ what: 'evaluate', fate: 2 });
    while (this.taken['samanage-connector'] < this.logs.mapping.length) this.happen({ what: 'receive', fate: 0 });
    while (this.waiting.mapping.length > 0) this.end(1);
    while (this.waiting['samanage-connector'].length > 0) this.end(0);
    for (const service of services) {
      this.count(service);
      while (this.recordedTo[service] < this.logs[service].length) this.record(service);
    }
  }

  /** What the audit log answers now, job by job. */
  conservation(): Conservation {
    const tallies = (service: Service) =>
      this.recorded[service].flatMap((fact) => (fact.is === 'tally' ? { job: fact.job, ...fact.tally } : [])).reverse();
    const reach = (service: Service) => tallies(service)[0]?.position ?? 0;
    return totalOf(
      this.jobs.map((job) => {
        const of = (service: Service) => tallies(service).filter((tally) => tally.job === job);
        const stated = { ingress: of('scim-ingress'), mapping: of('mapping'), connector: of('samanage-connector') };
        const cut = cutOf(stated, { ingress: reach('scim-ingress'), mapping: reach('mapping') });
        const outcomes = { ...noOutcomes };
        for (const outcome of this.endedIn('mapping', job, cut.mapping.position)) outcomes[outcome] += 1;
        for (const outcome of this.endedIn('samanage-connector', job, cut.connector.position)) outcomes[outcome] += 1;
        return conservationOf(cut, {
          outcomes,
          openedAboveConfirmed: this.between(
            { service: 'scim-ingress', is: 'opened', job },
            cut.mapping.confirmed['scim-ingress'] ?? 0,
            cut.ingress.position,
          ),
          desiredAboveConfirmed: this.between(
            { service: 'mapping', is: 'desired', job },
            cut.connector.confirmed.mapping ?? 0,
            cut.mapping.position,
          ),
        });
      }),
    );
  }

  private evaluate(job: string, fate: number): void {
    if (fate % 4 === 0) this.append('mapping', { is: 'ended', outcome: 'skipped', job });
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

  private take(consumer: 'mapping' | 'samanage-connector', awaits: Fact['is'], act: (job: string) => void): void {
    const next = this.logs[consumer === 'mapping' ? 'scim-ingress' : 'mapping'][this.taken[consumer]];
    if (!next) return;
    this.taken[consumer] += 1;
    if (next.is !== awaits) return;
    this.awaited[consumer] = this.taken[consumer];
    if (!this.loses(awaits === 'opened' ? 'push' : 'desired')) act(next.job);
  }

  private count(service: Service): void {
    for (const [job, tally] of this.tallies(service)) {
      const { position: _, ...numbers } = tally;
      const key = `${service} ${job}`;
      if (this.stated.get(key) === JSON.stringify(numbers)) continue;
      this.stated.set(key, JSON.stringify(numbers));
      this.append(service, { is: 'tally', job, tally });
    }
  }

  private tallies(service: Service): Map<string, Tally> {
    const log = this.logs[service];
    const source = { 'scim-ingress': [], mapping: ['scim-ingress'], 'samanage-connector': ['mapping'] }[service];
    const confirmed = Object.fromEntries(source.map((each) => [each, this.awaited[service]]));
    const counted = new Map<string, Tally>();
    for (const fact of log.filter(({ is }) => is !== 'silent' && is !== 'tally')) {
      const before = counted.get(fact.job) ?? { ...nothingCounted, position: log.length, confirmed };
      const opened = before.opened + (fact.is === 'opened' ? 1 : 0);
      const open = this.waiting[service].filter((job) => job === fact.job).length;
      counted.set(fact.job, { ...before, opened, open });
    }
    return counted;
  }

  private record(service: Service): void {
    const fact = this.logs[service][this.recordedTo[service]];
    if (!fact) return;
    this.recordedTo[service] += 1;
    if (fact.is === 'ended' && this.loses('outcome')) return;
    this.recorded[service].push({ ...fact, position: this.recordedTo[service] });
  }

  private endedIn(service: Service, job: string, until: number): (keyof Tally['ended'])[] {
    return this.recorded[service].flatMap((fact) =>
      fact.is === 'ended' && fact.job === job && fact.position <= until ? fact.outcome : [],
    );
  }

  private between(what: { service: Service; is: Fact['is']; job: string }, from: number, to: number): number {
    const count = this.recorded[what.service].filter(
      ({ is, job, position }) =>
        is === what.is && job === what.job && position > Math.min(from, to) && position <= Math.max(from, to),
    ).length;
    return Math.sign(to - from) * count;
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
