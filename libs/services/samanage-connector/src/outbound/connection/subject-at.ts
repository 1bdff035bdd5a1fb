import { DomainError } from '@waybill/decider';
import type { Connection, SubjectAtSamanage } from '../../domain/connections';
import type { LinkEntry } from '../../domain/connector-reads';
import { isRealGroup } from '../../domain/group/group-values';
import { type Calls, directCalls } from '../api/calls';
import { SamanageFailure } from '../api/samanage-failure';
import { SamanageGroups } from '../api/samanage-groups';
import { SamanageUsers } from '../api/samanage-users';
import { failedTest, problemOf } from './connection-problems';
import { guardedTransport, type SamanageAccess } from './samanage-access';

type Asked = Pick<LinkEntry, 'type' | 'samanageId'>;

/**
 * Looks whether there is an account or group of a number.
 *
 * @throws DomainError `unavailable` where Samanage does not say
 */
export async function subjectAt(
  connection: Connection,
  access: SamanageAccess,
  asked: Asked,
): Promise<SubjectAtSamanage> {
  const transport = guardedTransport(connection, { ...access, connections: 1 });
  try {
    return await lookAt(directCalls(transport), asked);
  } catch (error) {
    if (!(error instanceof SamanageFailure)) throw error;
    if (error.kind === 'not-found') return 'absent';
    const { sentence } = failedTest(problemOf(error, null), connection.baseAddress);
    throw new DomainError('unavailable', 'samanage-connector.samanage-silent', sentence);
  } finally {
    await transport.close();
  }
}

async function lookAt(calls: Calls, { type, samanageId }: Asked): Promise<SubjectAtSamanage> {
  if (type === 'Group') return isRealGroup(await new SamanageGroups(calls).get(samanageId)) ? 'there' : 'no-group';
  await new SamanageUsers(calls).get(samanageId);
  return 'there';
}
