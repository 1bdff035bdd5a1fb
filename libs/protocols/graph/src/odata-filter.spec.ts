import { ODataError, parseODataFilter } from './odata-filter';

const properties = ['changeId', 'provisioningStatusInfo/status'];
const parse = (text: string) => parseODataFilter(text, properties);

describe('$filter', () => {
  it.each([
    ["changeId eq '1'", [['changeId', '1']]],
    ["  changeId eq 'O''Connor' ", [['changeId', "O'Connor"]]],
    [
      "changeId eq 'a and b' and provisioningStatusInfo/status eq 'success'",
      [
        ['changeId', 'a and b'],
        ['provisioningStatusInfo/status', 'success'],
      ],
    ],
    ["changeId eq ''", [['changeId', '']]],
  ])('reads %s', (text, expected) => {
    expect(parse(text).map(({ property, value }) => [property, value])).toEqual(expected);
  });

  it.each([
    ["colour eq 'red'", '"colour" cannot be filtered by'],
    ["changeId gt '1'", 'the operator "gt" is not supported'],
    ['changeId eq 1', 'position 1'],
    ["changeId eq '1' or changeId eq '2'", 'position 17: expected and'],
    ["changeId eq '1' and", 'position 20'],
    ["changeId eq '1", 'position 1'],
    ["changeId eq '\0'", 'position 1'],
    ["changeId eq '1' changeId eq '2'", 'position 17: expected and'],
    ["changeId eq '1''", 'position 1'],
    ["ChangeId eq '1'", '"ChangeId" cannot be filtered by; these can: changeId'],
    ['', 'position 1'],
  ])('refuses %s', (text, message) => {
    expect(() => parse(text)).toThrow(ODataError);
    expect(() => parse(text)).toThrow(message);
  });
});
