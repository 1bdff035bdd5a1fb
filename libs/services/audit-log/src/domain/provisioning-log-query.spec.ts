import { DomainError } from '@waybill/decider';
import { changeId } from '../testing/told-events';
import { type QueryOptions, parseQuery, skipTokenOf } from './provisioning-log-query';

const key = { at: '2026-01-31T12:00:00.000Z', id: changeId };
const $filter = "jobId eq 'job-1'";
const tokenOf = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');

describe('the query options of the provisioning log', () => {
  it.each<[string, QueryOptions, object]>([
    ['nothing', {}, { conditions: [], top: 50, after: undefined }],
    ['the largest page', { $top: '1000' }, { top: 1_000 }],
    ['the order it has anyway', { $orderby: 'activityDateTime desc' }, { top: 50 }],
    ['a filter', { $filter }, { conditions: [{ property: 'jobId', operator: 'eq', value: 'job-1' }] }],
    ['the next page', { $skiptoken: skipTokenOf(key) }, { after: key }],
    ['the next page of a filter', { $filter, $skiptoken: skipTokenOf(key, $filter) }, { after: key }],
  ])('may say %s', (_, options, expected) => {
    expect(parseQuery(options)).toMatchObject(expected);
  });

  it.each<[string, QueryOptions]>([
    ['$top', { $top: '0' }],
    ['$top', { $top: '1001' }],
    ['$top', { $top: '-1' }],
    ['$top', { $top: '1e2' }],
    ['$top', { $top: '' }],
    ['$orderby', { $orderby: 'activityDateTime asc' }],
    ['$skip', { $skip: '1' }],
    ['$count', { $count: 'true' }],
    ['$filter', { $filter: '' }],
    ['$filter', { $filter: "colour eq 'red'" }],
    ['$filter is given more than once', { $filter: ["jobId eq 'a'", "jobId eq 'b'"] as never }],
    ['$skiptoken', { $skiptoken: '' }],
    ['$skiptoken', { $skiptoken: 'mine' }],
    ['$skiptoken', { $skiptoken: tokenOf(null) }],
    ['$skiptoken', { $skiptoken: tokenOf({ ...key, at: 'yesterday', filter: '' }) }],
    ['$skiptoken', { $skiptoken: tokenOf({ ...key, at: 7, filter: '' }) }],
    ['$skiptoken', { $skiptoken: tokenOf({ ...key, at: '-271821-04-20T00:00:00.000Z', filter: '' }) }],
    ['$skiptoken', { $skiptoken: tokenOf({ ...key, id: '-'.repeat(36), filter: '' }) }],
    ['$skiptoken', { $skiptoken: skipTokenOf(key, $filter) }],
    ['$skiptoken', { $filter, $skiptoken: skipTokenOf(key) }],
    ['$skiptoken', { $filter: "jobId eq 'job-2'", $skiptoken: skipTokenOf(key, $filter) }],
  ])('are refused by name: %s in %j', (named, options) => {
    const parse = () => parseQuery(options);
    expect(parse).toThrow(DomainError);
    expect(parse).toThrow(named);
  });
});
