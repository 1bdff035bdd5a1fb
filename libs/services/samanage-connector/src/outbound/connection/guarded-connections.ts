import { DomainError } from '@waybill/decider';
import type { ConnectedJob } from '../../domain/connected-job';
import {
  type Connection,
  Connections,
  type Credentials,
  type SubjectAtSamanage,
  type TestedAddress,
} from '../../domain/connections';
import type { SubjectType } from '../../domain/connector-reads';
import type { KeptCredentials } from '../../domain/job-state';
import { CredentialsUnreadable } from '../credentials/envelope';
import { KeyMissing } from '../credentials/key-ring';
import { AddressRefused } from '../egress/address-refused';
import { sentenceOf } from './connection-problems';
import { regionOf, testAtAddress, testEverywhere } from './regions';
import type { SamanageAccess } from './samanage-access';
import { subjectAt } from './subject-at';
import { testAt } from './test-connection';

/** Connections of jobs as this installation is configured to make them. */
export class GuardedConnections extends Connections {
  constructor(private readonly access: SamanageAccess) {
    super();
  }

  get configured() {
    const { configured } = this.access;
    return configured ? { kind: configured.kind, baseAddress: configured.baseAddress } : null;
  }

  assertCanKeep(): void {
    this.access.vault.currentKey();
  }

  checkedAddress(baseAddress: string): string {
    try {
      return this.access.guard.checked(baseAddress);
    } catch (error) {
      if (!(error instanceof AddressRefused)) throw error;
      throw new DomainError('invalid', 'samanage-connector.address-refused', sentenceOf(error));
    }
  }

  regionOf(baseAddress: string): string | null {
    return regionOf(this.access.regions, baseAddress);
  }

  test(credentials: Credentials, { baseAddress, before }: TestedAddress) {
    const { access } = this;
    const test = (address: string) => testAt({ ...credentials, baseAddress: address }, access);
    if (baseAddress !== null) return testAtAddress(this.checkedAddress(baseAddress), access.regions, test);
    return testEverywhere(this.likely(before), test);
  }

  async inUse(job: ConnectedJob): Promise<Connection | undefined> {
    return job.active ? this.kept(job.jobId, job.active) : this.access.configured;
  }

  async kept(jobId: string, kept: KeptCredentials): Promise<Connection> {
    try {
      return await this.access.vault.open(jobId, kept);
    } catch (error) {
      if (!(error instanceof KeyMissing || error instanceof CredentialsUnreadable)) throw error;
      throw new DomainError('unavailable', 'samanage-connector.credentials-unreadable', error.message);
    }
  }

  keep(jobId: string, connection: Connection): Promise<KeptCredentials> {
    return this.access.vault.keep(jobId, connection);
  }

  async subjectAt(job: ConnectedJob, type: SubjectType, samanageId: number): Promise<SubjectAtSamanage> {
    const connection = await this.inUse(job);
    if (connection) return subjectAt(connection, this.access, { type, samanageId });
    const message = 'Samanage cannot be asked: there are no credentials yet. Save a token first.';
    throw new DomainError('unavailable', 'samanage-connector.token-missing', message);
  }

  /** A token of an address that is no region's is sent to no region. */
  private likely(before: string | null): readonly string[] {
    const regions = Object.values(this.access.regions);
    if (before === null) return regions;
    return this.regionOf(before) === null ? [before] : [before, ...regions.filter((address) => address !== before)];
  }
}
