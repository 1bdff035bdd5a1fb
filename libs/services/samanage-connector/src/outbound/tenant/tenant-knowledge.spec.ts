import { SamanageFailure } from '../api/samanage-failure';
import { TenantKnowledge } from './tenant-knowledge';

/** What `/profile.json` answers, one after another, the last one again and again. */
function tenantThatAnswers(...answers: readonly (number | SamanageFailure)[]) {
  let asked = 0;
  const read = () => {
    const answer = answers[Math.min((asked += 1), answers.length) - 1];
    if (answer instanceof SamanageFailure) return Promise.reject(answer);
    return Promise.resolve({ status: 200, headers: {}, body: { id: answer } });
  };
  return { tenant: new TenantKnowledge({ read }, []), asked: () => asked };
}

const outage = new SamanageFailure('unavailable', 'InternalServerError', 'Samanage answered 500');
const gone = new SamanageFailure('not-found', 'InvalidAnchor', 'Samanage answered 404');

describe('the owner of the token', () => {
  it('is asked for once, before anybody is taken for another', async () => {
    const { tenant, asked } = tenantThatAnswers(7);
    expect(await Promise.all([tenant.isOwner(8), tenant.isOwner(7), tenant.isOwner(9)])).toEqual([false, true, false]);
    expect(asked()).toBe(1);
  });

  it('is asked for again where Samanage did not answer, and nobody is taken for another until then', async () => {
    const { tenant } = tenantThatAnswers(outage, outage, 7);
    await expect(tenant.isOwner(8)).rejects.toBe(outage);
    await expect(tenant.meetOwner()).rejects.toBe(outage);
    expect(await tenant.isOwner(7)).toBe(true);
  });

  it('is nobody where Samanage does not tell', async () => {
    const { tenant, asked } = tenantThatAnswers(gone, 7);
    expect([await tenant.isOwner(7), asked()]).toEqual([false, 1]);
  });

  it('may be another one when he is met again', async () => {
    const { tenant } = tenantThatAnswers(7, 8);
    expect(await tenant.isOwner(7)).toBe(true);
    await tenant.meetOwner();
    expect([await tenant.isOwner(7), await tenant.isOwner(8)]).toEqual([false, true]);
  });
});
