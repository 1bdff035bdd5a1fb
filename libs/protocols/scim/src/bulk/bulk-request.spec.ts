import type { ScimError } from '../scim-error';
import { type BulkOperation, parseBulkRequest } from './bulk-request';

const urn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const request = (more: object) => ({ schemas: [urn], Operations: [], ...more });
const nothing: BulkOperation = {
  malformed: undefined,
  method: '',
  path: '',
  bulkId: undefined,
  version: undefined,
  data: undefined,
};

const refusal = (body: unknown, most = 1_000) => {
  try {
    return parseBulkRequest(body, most);
  } catch (error) {
    const { status, scimType, message } = error as ScimError;
    return { status, scimType, message };
  }
};

describe('a bulk request', () => {
  it('is read with names and methods in any letter case', () => {
    const given = { Method: 'post', PATH: '/Users', bulkID: 'a', Version: 'W/"1"', DATA: { userName: 'ann' } };
    const body = { SCHEMAS: [urn.toUpperCase()], operations: [given], FAILONERRORS: 2 };
    expect(parseBulkRequest(body, 1)).toEqual({
      failOnErrors: 2,
      operations: [
        {
          malformed: undefined,
          method: 'POST',
          path: '/Users',
          bulkId: 'a',
          version: 'W/"1"',
          data: { userName: 'ann' },
        },
      ],
    });
  });

  it.each<[string, object, Partial<BulkOperation>]>([
    ['nothing', {}, {}],
    ['null, which is not given', { method: null, path: null, bulkId: null, version: null }, {}],
    ['a method that is a number', { method: 1, path: '/Users' }, { malformed: 'method', path: '/Users' }],
    ['a path that is a list', { path: ['/Users'] }, { malformed: 'path' }],
    ['a bulkId that is a number', { bulkId: 7 }, { malformed: 'bulkId' }],
    ['a version that is an object', { version: {} }, { malformed: 'version' }],
    ['what no operation has', { comment: 'x' }, {}],
  ])('keeps an operation with %s for its turn', (_, operation, expected) => {
    const { operations } = parseBulkRequest(request({ Operations: [operation] }), 1);
    expect(operations).toEqual([{ ...nothing, ...expected }]);
  });

  it('goes on after failures where it does not say otherwise', () => {
    expect(parseBulkRequest(request({}), 1).failOnErrors).toBeUndefined();
    expect(parseBulkRequest(request({ failOnErrors: null }), 1).failOnErrors).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ['a list', [], 'invalidSyntax'],
    ['nothing', null, 'invalidSyntax'],
    ['a text', urn, 'invalidSyntax'],
    ['another message', { schemas: [urn.replace('Bulk', 'Search')], Operations: [] }, 'invalidSyntax'],
    ['no message', { Operations: [] }, 'invalidSyntax'],
    ['a message that is no list', { schemas: urn, Operations: [] }, 'invalidSyntax'],
    ['no operations', { schemas: [urn] }, 'invalidSyntax'],
    ['operations that are no list', request({ Operations: { method: 'POST' } }), 'invalidSyntax'],
    ['an operation that is a list', request({ Operations: [[]] }), 'invalidSyntax'],
    ['a limit of 0', request({ failOnErrors: 0 }), 'invalidValue'],
    ['a limit with a fraction', request({ failOnErrors: 1.5 }), 'invalidValue'],
    ['a limit that is a text', request({ failOnErrors: '1' }), 'invalidValue'],
  ])('is refused for %s', (_, body, scimType) => {
    expect(refusal(body)).toMatchObject({ status: 400, scimType });
  });

  it('has an end, which the refusal names', () => {
    const operations = (count: number) => request({ Operations: Array(count).fill({}) });
    expect(refusal(operations(3), 3)).toMatchObject({ operations: { length: 3 } });
    expect(refusal(operations(4), 3)).toEqual({ status: 413, message: 'A bulk request may have 3 operations.' });
  });
});
