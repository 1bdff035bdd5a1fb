import { PositionSet } from '@waybill/contracts';
import { v7 as uuidv7 } from 'uuid';
import { type AuditLog, startAuditLog } from './testing/audit-log-fixture';
import { beginGroup, tellMembers } from './testing/group-stories';
import { jobId, OtherServices } from './testing/other-services';
import { laterChangeId, parkedAtSamanage } from './testing/told-events';

const { action, code, reason, nextAttemptAt } = parkedAtSamanage;
const parked = { action, code, reason, nextAttemptAt };
const path = '/v1.0/waybill/conservation';

/** What a tally says of everything up to a position. */
const took = (service: string, last: number) => ({ taken: { [service]: PositionSet.upTo(last).toString() } });

describe('the conservation that the audit log answers', () => {
  let auditLog: AuditLog;
  let others: OtherServices;

  beforeEach(async () => {
    auditLog = await startAuditLog();
    others = new OtherServices();
    others.createJob();
  });
  afterEach(async () => {
    // Before the end: dropping the database breaks connections that are still closing.
    expect(auditLog.errors).toEqual([]);
    await auditLog.stop();
  });

  const deliverAll = () => auditLog.deliver(...others.said);
  /** The conservation of everything said so far. */
  const answer = async () => {
    await deliverAll();
    const { accepted, inFlight, conservation } = (await auditLog.get(path)).body;
    return { accepted, inFlight, conservation };
  };

  it('is for each job and in total, from what the services counted', async () => {
    expect((await auditLog.get(path)).body).toMatchObject({ accepted: 0, jobs: [] });
    const changes = [others.begin(), others.begin(), others.begin()];
    changes[0]?.tell('account-created');
    others.count('scim-ingress', { opened: 3 });
    others.count('mapping', { ...took('scim-ingress', 3), received: 3 });
    others.count('samanage-connector', {
      ...took('mapping', others.positionOf('mapping') - 1),
      received: 3,
      open: 2,
    });
    await deliverAll();
    const outcomes = { applied: 1, unchanged: 0, skipped: 0, superseded: 0, abandoned: 0 };
    const expected = { accepted: 3, ended: 1, inFlight: 2, conservation: 0, outcomes };
    const conservation = async () => (await auditLog.get(path)).body;
    expect(await conservation()).toEqual({ ...expected, jobs: [{ jobId, ...expected }] });

    // One change is no longer in the connector's list of work, and nothing says why.
    others.count('samanage-connector', { ...took('mapping', 4), received: 3, open: 1 });
    await deliverAll();
    expect(await conservation()).toMatchObject({ accepted: 3, ended: 1, inFlight: 1, conservation: 1 });
  });

  it('counts a change that is told in parts once, with its last part, and a refused request never', async () => {
    const members = [others.changeMembers(1), others.changeMembers(3)];
    others.refuse();
    // The parts may be heard one by one, and be counted in between.
    for (const message of others.said) await auditLog.deliver(message);
    others.count('scim-ingress', { position: 3, opened: 1 });
    expect(await answer()).toEqual({ accepted: 1, inFlight: 1, conservation: 0 });
    others.count('scim-ingress', { opened: 2 });
    others.count('mapping', took('scim-ingress', 3));
    expect(await answer()).toMatchObject({ accepted: 2, conservation: 1 });
    members[0]?.skip();
    others.count('mapping', took('scim-ingress', 3));
    expect(await answer()).toEqual({ accepted: 2, inFlight: 1, conservation: 0 });
    members[1]?.skip();
    others.count('mapping', took('scim-ingress', 6));
    expect(await answer()).toEqual({ accepted: 2, inFlight: 0, conservation: 0 });

    // Mapping took all parts of a third change in, and nothing came of it.
    others.changeMembers(2);
    others.count('scim-ingress', { opened: 3 });
    others.count('mapping', took('scim-ingress', others.positionOf('scim-ingress')));
    expect(await answer()).toEqual({ accepted: 3, inFlight: 0, conservation: 1 });
  });

  it('counts a change that begins in mapping once on each side, wherever it ends', async () => {
    others.begin().tell('account-created');
    // Ingress is ahead of mapping, by what opens no change.
    for (let n = 0; n < 9; n += 1) others.refuse();
    others.evaluateAgain().say('change-unchanged');
    const passedOn = others.evaluateAgain().passOn();
    const staged = others.evaluateAgain();
    staged.say('change-staged', { action: 'disable', reason: '500 accounts were disabled within 24 h' });
    const members = tellMembers(others, 3);
    others.count('scim-ingress', { opened: 1 });
    const counted = { ...took('scim-ingress', 1), opened: 4, received: 3 };
    others.count('mapping', { ...counted, open: 1 });
    expect(await answer()).toEqual({ accepted: 5, inFlight: 4, conservation: 0 });
    // The connector has counted nothing so far; now, all but the last part of the members.
    others.count('samanage-connector', { ...took('mapping', 7), received: 2, open: 1 });
    expect(await answer()).toEqual({ accepted: 5, inFlight: 3, conservation: 0 });
    passedOn.tell('account-updated');
    members.receive();
    members.tell('memberships-written', { added: [], removed: [], failed: [] });
    members.tell('members-skipped');
    staged.say('change-abandoned', { abandonedBy: 'admin:local', reason: 'a filter was wrong' });
    others.count('samanage-connector', { ...took('mapping', 8), received: 3 });
    others.count('mapping', counted);
    expect(await answer()).toEqual({ accepted: 5, inFlight: 0, conservation: 0 });
    const { outcomes } = (await auditLog.get(path)).body;
    expect(outcomes).toEqual({ applied: 2, unchanged: 1, skipped: 1, superseded: 0, abandoned: 1 });

    // A change that mapping began is neither ended, nor kept, nor passed on.
    others.count('mapping', { ...counted, opened: 5 });
    expect(await answer()).toEqual({ accepted: 6, inFlight: 0, conservation: 1 });
  });

  it('counts what the connector begins itself, and what ends there without being applied', async () => {
    const reference = others.beginReference(uuidv7());
    const appeared = tellMembers(others, 2, 'connector');
    const [givenUp, created, replaced] = [beginGroup(others), beginGroup(others), tellMembers(others, 1)];
    others.count('mapping', { opened: 3 });
    expect(await answer()).toEqual({ accepted: 3, inFlight: 3, conservation: 0 });
    others.count('samanage-connector', { opened: 2, ...took('mapping', 3), received: 2, open: 4 });
    expect(await answer()).toEqual({ accepted: 5, inFlight: 5, conservation: 0 });
    reference.tell('account-unchanged');
    appeared.tell('members-updated');
    givenUp.tell('change-parked', parked);
    givenUp.tell('change-edited', { account: {}, editedBy: 'admin:local', reason: 'a typo' });
    givenUp.tell('change-retried', { retriedBy: 'admin:local' });
    givenUp.tell('change-abandoned', { abandonedBy: 'admin:local', reason: 'no longer needed' });
    created.tell('group-created');
    others.count('samanage-connector', { opened: 2, ...took('mapping', others.positionOf('mapping')), open: 1 });
    expect(await answer()).toEqual({ accepted: 5, inFlight: 1, conservation: 0 });
    replaced.tell('change-superseded', { supersededBy: laterChangeId });
    others.count('samanage-connector', { opened: 2, ...took('mapping', others.positionOf('mapping')) });
    expect(await answer()).toEqual({ accepted: 5, inFlight: 0, conservation: 0 });
    const { outcomes } = (await auditLog.get(path)).body;
    expect(outcomes).toEqual({ applied: 2, unchanged: 1, skipped: 0, superseded: 1, abandoned: 1 });
  });

  it('counts what is between the services, in whichever direction their counts are apart', async () => {
    for (let n = 0; n < 4; n++) others.begin();
    others.count('scim-ingress', { opened: 4 });
    others.count('mapping', { position: 3, ...took('scim-ingress', 2), received: 2 });
    expect(await answer()).toEqual({ accepted: 4, inFlight: 4, conservation: 0 });

    // Mapping has taken in a push that the last count of ingress does not include; a quiet job tells how far that is.
    others.begin();
    others.count('scim-ingress', {}, 'job-2');
    others.count('mapping', { ...took('scim-ingress', 6), received: 5 });
    expect(await answer()).toEqual({ accepted: 4, inFlight: 4, conservation: 0 });

    // What mapping says to have taken in and was never recorded here cannot be compared: its older count is.
    others.count('mapping', { ...took('scim-ingress', 9), received: 5, open: 3 });
    expect(await answer()).toEqual({ accepted: 4, inFlight: 4, conservation: 0 });
  });
});
