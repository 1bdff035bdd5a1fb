import { eventually } from '@waybill/testing';
import { type Connector, startConnector } from './testing/connector-fixture';
import { userIdOf } from './testing/stand-in-mapping';

const hooks = { before: undefined as undefined | (() => Promise<void>) };
jest.mock('./read-models/memberships/pending-members', () => {
  const actual = jest.requireActual('./read-models/memberships/pending-members');
  return {
    ...actual,
    membersWithoutAccount: async (...args: unknown[]) => {
      await hooks.before?.();
      return actual.membersWithoutAccount(...args);
    },
  };
});

describe('review: lost wake-up', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());

  it('4 a member who gets an account between the last look and the end joins', async () => {
    await connector.untilTold(await connector.desireGroup(1, {}));
    hooks.before = async () => {
      hooks.before = undefined;
      await connector.untilTold(await connector.desire(1, {}));
      await new Promise((resolve) => setTimeout(resolve, 300));
    };
    await connector.untilTold(await connector.desireMembers(1, [{ added: [1] }]));
    void userIdOf;
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(connector.groups()[0]?.members).toEqual(['p1@contoso.com']);
    void eventually;
  });
});
