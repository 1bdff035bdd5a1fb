import { migrateServices } from '@waybill/service-host';
import { createTestDatabase } from '@waybill/testing';
import { Client } from 'pg';
import { mappingService } from '../../mapping.service';
import { groupStatesMigration } from './group-states';

describe('the states of groups that a former release left', () => {
  it('say which change wanted what is wanted, where anything is', async () => {
    const database = await createTestDatabase();
    await migrateServices(database.url, [mappingService]);
    const owner = new Client({ connectionString: database.url });
    await owner.connect();
    await owner.query(`INSERT INTO mapping.stream_state VALUES
      ('group-wanted', 'group', 2, '{"lastDesired": {"presence": "present"}, "members": 1}'),
      ('group-new', 'group', 1, '{"lastDesired": null}')`);
    await owner.query(`INSERT INTO mapping.event_log
      SELECT v, 'job-1', v, 'group-wanted', v, uuidv7(), 'mapping.group-desired', 1,
        jsonb_build_object('changeId', 'change-' || v), '{}', now() FROM generate_series(1, 2) AS v`);
    for (const statement of groupStatesMigration('mapping').statements) await owner.query(statement);
    const { rows } = await owner.query<{ state: object }>('SELECT state FROM mapping.stream_state ORDER BY stream');
    await owner.end();
    await database.drop();
    expect(rows.map(({ state }) => state)).toEqual([
      { lastDesired: null },
      { lastDesired: { presence: 'present', changeId: 'change-2' }, members: 1 },
    ]);
  });
});
