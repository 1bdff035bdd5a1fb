import type { QuarantineCode } from '@waybill/contracts';
import type { ConnectedJob } from '../../domain/connected-job';
import {
  nextProbe,
  quarantineByOutage,
  quarantineByProportion,
  type QuarantinePolicy,
} from '../../domain/health/quarantine';
import type { Quarantine } from '../../domain/job-state';
import type { SubjectCounts } from '../../read-models/parked/subject-counts';
import type { SamanageFailure } from '../api/samanage-failure';
import type { Breaker } from '../budget/breaker';
import type { Heard } from './admitted-calls';
import { type Fault, Rejections } from './rejections';

/** How an attempt ended: its change did, something stood in its way, or it was not made to its end. */
export type AttemptEnd = 'ended' | 'failed' | 'broken-off';

/** How a probe ended: undefined where Samanage does what it is asked. */
export type Probe = () => Promise<Fault | undefined>;

export interface JobHealthParts {
  readonly policy: QuarantinePolicy;
  readonly breaker: Breaker;
  readonly now: () => number;
  /** Asks for something that is always allowed, to see whether Samanage answers. */
  readonly knock: Probe;
  /** Proves that the credentials may still do what they are for. */
  readonly prove: Probe;
  readonly counts: () => Promise<SubjectCounts>;
  /** Sees to it that other credentials are used, where there are any; false where there are none. */
  readonly takeOver: () => Promise<boolean>;
  readonly enter: (quarantine: Pick<Quarantine, 'code' | 'error' | 'request' | 'nextAttempt'>) => Promise<void>;
  readonly lift: (how: 'probe' | 'proportion') => Promise<void>;
}

const outage: QuarantineCode = 'EncounteredQuarantineException';
const countEveryMilliseconds = 60_000;
const recoveryMilliseconds = 3_600_000;

/** Whether a job as a whole may write: what it hears of its calls, and when it asks again (entra-provisioning.md §7.4). */
export class JobHealth {
  private readonly rejections = new Rejections();
  private countedAt = 0;
  /** The credentials that the running quarantine was imposed for, or last probed with; undefined where it is older than we. */
  private probedWith: string | null | undefined;
  /** One attempt is let through to see whether a job that fails by the thousand still does. */
  private trial: 'none' | 'wanted' | 'running' = 'none';

  constructor(private readonly parts: JobHealthParts) {}

  readonly heard: Heard = (method, failure) => {
    const { breaker } = this.parts;
    this.rejections.heard(method, failure);
    if (!failure || !isOutage(failure)) return breaker.succeeded();
    breaker.failed({ code: failure.code, message: failure.message, request: failure.request ?? null });
  };

  /** Other credentials are used from now on: what Samanage said of those before is not theirs. */
  haveNewCredentials(): void {
    this.rejections.forget();
  }

  /** How many attempts may begin, of those that there is room for. */
  allowed({ quarantine }: Pick<ConnectedJob, 'quarantine'>, room: number): number {
    if (!this.parts.breaker.mayCall() || this.rejections.areAlarming) return 0;
    if (this.trial !== 'none') return this.trial === 'wanted' ? Math.min(1, room) : 0;
    return quarantine ? 0 : room;
  }

  /** An attempt has begun. */
  begun(): void {
    if (this.trial === 'wanted') this.trial = 'running';
  }

  /** An attempt has ended; one that was broken off shows nothing. */
  async attempted(how: AttemptEnd, job: Pick<ConnectedJob, 'quarantine'>): Promise<void> {
    if (this.trial !== 'running') return;
    this.trial = how === 'broken-off' ? 'wanted' : 'none';
    if (how === 'ended') await this.recover('proportion');
    else if (how === 'failed' && job.quarantine) await this.prolong(job.quarantine);
  }

  /** Does what is due: probes, enters and lifts. */
  async check({ quarantine, active }: Pick<ConnectedJob, 'quarantine' | 'active'>): Promise<void> {
    const credentialId = active?.credentialId ?? null;
    // Those that a quarantine began with are known; to a new writer all are news.
    if (!quarantine) this.probedWith = credentialId;
    if (quarantine) await this.checkQuarantined(quarantine, credentialId);
    else if (this.rejections.areAlarming) await this.checkRejected();
    else if (!this.parts.breaker.mayCall()) await this.checkBroken();
    await this.checkProportion(quarantine);
  }

  private async checkQuarantined(quarantine: Quarantine, credentialId: string | null): Promise<void> {
    const isDue = Date.parse(quarantine.nextAttempt) <= this.parts.now();
    // Saved credentials are tried at once.
    const areNew = this.probedWith !== credentialId;
    this.probedWith = credentialId;
    if (!isDue && !areNew) return;
    if (quarantine.code !== outage) return void (this.trial = this.trial === 'none' ? 'wanted' : this.trial);
    const fault = await this.parts.prove();
    if (!fault) return this.recover('probe');
    if (isRejection(fault) && (await this.parts.takeOver())) return;
    await this.prolong(quarantine, fault);
  }

  private async recover(how: 'probe' | 'proportion'): Promise<void> {
    this.rejections.forget();
    this.parts.breaker.probed(true);
    // All that is parked is tried now, and counted again when it had the time.
    this.countedAt = this.parts.now() + recoveryMilliseconds;
    await this.parts.lift(how);
  }

  private async checkRejected(): Promise<void> {
    const { fault } = this.rejections;
    // What its owner may not do may be one subject's matter: good credentials prove themselves.
    const still = fault?.code === 'Unauthorized' ? fault : await this.parts.prove();
    if (!still) return this.rejections.forget();
    if (await this.parts.takeOver()) return this.rejections.forget();
    await this.impose(outage, still);
  }

  private async checkBroken(): Promise<void> {
    const { breaker, policy, now, knock } = this.parts;
    const { openSince, cause } = breaker;
    if (openSince !== null && cause && quarantineByOutage(now() - openSince, policy)) return this.impose(outage, cause);
    if (!breaker.probeDue()) return;
    breaker.probed((await knock()) === undefined);
  }

  private async checkProportion(quarantine: Quarantine | null): Promise<void> {
    const now = this.parts.now();
    if (now - this.countedAt < countEveryMilliseconds || quarantine?.code === outage) return;
    this.countedAt = now;
    const counts = await this.parts.counts();
    const code = quarantineByProportion(counts, this.parts.policy);
    if (!code && quarantine) return this.recover('proportion');
    if (!code || quarantine) return;
    const message = `${counts.nonReference} subjects fail, ${counts.reference} miss a reference, ${counts.succeeded} do not`;
    await this.impose(code, { code, message, request: null });
  }

  private async impose(code: QuarantineCode, fault: Fault): Promise<void> {
    await this.enter(code, fault, 0);
  }

  private async prolong(quarantine: Quarantine, fault: Fault = faultOf(quarantine)): Promise<void> {
    await this.enter(quarantine.code, fault, quarantine.seriesCount + 1);
  }

  private async enter(code: QuarantineCode, { request, ...error }: Fault, failedProbes: number): Promise<void> {
    const { policy, now, enter } = this.parts;
    const nextAttempt = new Date(now() + nextProbe(code, failedProbes, policy)).toISOString();
    await enter({ code, error, request, nextAttempt });
  }
}

const faultOf = ({ error, request }: Quarantine): Fault => ({ ...error, request });

/** Samanage does not take the credentials, and answers. */
const isRejection = ({ code, request }: Fault): boolean =>
  code === 'Unauthorized' || request?.status === 401 || request?.status === 403;

/** Nobody answers, or not as Samanage would: not a matter of one subject or of the credentials. */
const isOutage = ({ kind }: SamanageFailure): boolean => kind === 'unavailable' || kind === 'ambiguous';
