import type { Tally } from '@waybill/contracts';
import { type Conservation, nothingCounted } from '../domain/conservation';
import { Delivery } from './delivery';
import { eachOf, type Happening, type Logged, type Loss, type Service, services } from './happenings';
import { RecordedFacts } from './recorded-facts';

const endsInMapping = ['superseded', 'abandoned'] as const;
const endsAtSamanage = ['applied', 'unchanged', 'skipped', 'superseded', 'abandoned'] as const;

/**
 * The three logs, what each service keeps beside its own, and what the audit log has recorded of them: the smallest
 * world in which changes can be counted at different moments, and be lost.
 */
export class ThreeServices {
  private readonly logs = eachOf<Logged[]>(() => []);
  private readonly recorded = new RecordedFacts();
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
      members: (of) => this.changeMembers(of),
      cycle: (of) => this.evaluateAgain(of),
      refusal: ({ job }) => this.append('scim-ingress', { is: 'silent', job }),
      other: ({ job }) => this.append('scim-ingress', { is: 'silent', job }),
      own: ({ job, parts }) => this.beginWork('opened', job, parts),
      evaluate: ({ fate }) => this.take('mapping', fate, (fact) => this.evaluate(fact, fate)),
      receive: ({ fate }) =>
        this.take('samanage-connector', fate, ({ job }) => this.beginWork('received', job, 1 + (fate % 3))),
      call: ({ fate }) => this.call(fate),
      end: ({ fate }) => this.end(fate),
      release: ({ fate }) => this.release(fate),
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
      while (this.recorded.left(service, this.logs[service]) > 0) this.record(service, 0);
    }
  }

  /** What the audit log answers now, of all jobs together. */
  conservation(): Conservation {
    return this.recorded.conservation(this.jobs);
  }

  private changeMembers({ job, parts, mapped }: Extract<Happening, { what: 'members' }>): void {
    this.appendParts('scim-ingress', job, parts);
    this.append('scim-ingress', { is: 'opened', ...(!mapped && { unmapped: true }), job });
  }

  private evaluate(fact: Logged, fate: number): void {
    const { job } = fact;
    const isSkipped = fate % 4 === 0 || (fact.is === 'opened' && fact.unmapped && fate % 4 !== 1);
    if (isSkipped) this.append('mapping', { is: 'ended', outcome: 'skipped', begins: false, job });
    else if (fate % 4 === 1) this.keepWaiting({ job, begins: false });
    else {
      this.appendParts('mapping', job, 1 + (fate % 3));
      this.append('mapping', { is: 'desired', begins: false, job });
    }
  }

  private evaluateAgain({ job, evaluated, parts }: Extract<Happening, { what: 'cycle' }>): void {
    if (evaluated === 'waits') return this.keepWaiting({ job, begins: true });
    if (evaluated !== 'desired') return this.append('mapping', { is: 'ended', outcome: evaluated, begins: true, job });
    this.appendParts('mapping', job, parts);
    this.append('mapping', { is: 'desired', begins: true, job });
  }

  /** Parks a change in mapping, or has the deletion brake hold it back. */
  private keepWaiting(change: { readonly job: string; readonly begins: boolean }): void {
    this.append('mapping', { is: 'waits', ...change });
    if (!this.loses('waiting')) this.waiting.mapping.push(change.job);
  }

  private release(fate: number): void {
    const [job] = this.waiting.mapping.splice(fate % Math.max(1, this.waiting.mapping.length), 1);
    if (job) this.append('mapping', { is: 'desired', begins: false, job });
  }

  private beginWork(is: 'received' | 'opened', job: string, parts: number): void {
    this.appendParts('samanage-connector', job, parts);
    this.append('samanage-connector', { is, job });
    if (!this.loses('work')) this.waiting['samanage-connector'].push(job);
  }

  /** Tells what came of a call of a change that goes on, or what an admin said about it. */
  private call(fate: number): void {
    const open = this.waiting['samanage-connector'];
    const job = open[fate % Math.max(1, open.length)];
    if (job) this.append('samanage-connector', { is: 'silent', job });
  }

  /** Ends a change that waits at the connector or, parked or staged, in mapping. */
  private end(fate: number): void {
    const service = fate % 2 === 0 ? 'samanage-connector' : 'mapping';
    const [job] = this.waiting[service].splice(fate % Math.max(1, this.waiting[service].length), 1);
    const ends = service === 'mapping' ? endsInMapping : endsAtSamanage;
    const outcome = ends[Math.floor(fate / 2) % ends.length];
    if (job && outcome) this.append(service, { is: 'ended', outcome, begins: false, job });
  }

  private take(consumer: 'mapping' | 'samanage-connector', fate: number, act: (fact: Logged) => void): void {
    const [source, awaits, loss] =
      consumer === 'mapping'
        ? (['scim-ingress', ['opened', 'part'], 'push'] as const)
        : (['mapping', ['desired', 'part'], 'desired'] as const);
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
      const opened = before.opened + Number(fact.is === 'opened' || ('begins' in fact && fact.begins));
      const open = this.waiting[service].filter((job) => job === fact.job).length;
      counted.set(fact.job, { ...before, opened, open });
    }
    return counted;
  }

  private record(service: Service, fate: number): void {
    this.recorded.record(service, this.logs[service], fate, ({ is }) => is === 'ended' && this.loses('outcome'));
  }

  /** All parts of a telling but its last. */
  private appendParts(service: Service, job: string, parts: number): void {
    for (let part = 1; part < parts; part += 1) this.append(service, { is: 'part', job });
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
