import { FlowSignal, type Result } from '../value';
import { type Attributes, evaluate, failureOf } from './testing/evaluate';

const values: Attributes = {
  absent: null,
  empty: '',
  none: [],
  many: ['a', 'b'],
  yes: 'true',
  zero: 0,
  one: 1,
  digits: `${'1'.repeat(1_000_000)}x`,
};
const { ignoreAttribute, ignoreObject } = FlowSignal;

const results: readonly [text: string, result: Result][] = [
  ['IIF([absent] = "", "Other", [absent])', 'Other'],
  ['IIF([absent] = "US", "in", "out")', 'out'],
  ['IIF(IsPresent([absent]), "there", "not there")', 'not there'],
  ['IIF([yes], 1, 2)', 1],
  ['IIF("TRUE", 1, 2)', 1],
  ['IIF("1", 1, 2)', 2],
  ['IIF([absent], 1, 2)', 2],
  ['IIF("True", [many], 2)', ['a', 'b']],
  ['IIF("True", IgnoreAttributeFlow, 2)', ignoreAttribute],
  ['IIF("False", 1, IgnoreObjectFlow)', ignoreObject],
  ['IIF(IgnoreObjectFlow, 1, 2)', ignoreObject],
  ['Switch([absent], "d", "a", 1, "", 2)', 2],
  ['Switch([none], "d", "", 2)', 2],
  ['Switch("a", "d", "", 2)', 'd'],
  ['Switch("a", [absent], "b", 2)', null],
  ['Switch([one], "d", "1", "first", "1", "second")', 'first'],
  ['Switch("a", , "A", 1)', null],
  ['Switch("", "d", [absent], "empty")', 'empty'],
  ['Switch("a", "d", "a", [many])', ['a', 'b']],
  ['Switch(IgnoreAttributeFlow, "d", "a", "b")', ignoreAttribute],
  ['Switch("a", "d", IgnoreObjectFlow, "b")', ignoreObject],
  ['Switch(ToLower("TRUE"), "0", "true", "1", "false", "0")', '1'],
  ['Coalesce([absent], [empty], [none])', null],
  ['Coalesce([absent], [zero])', 0],
  ['Coalesce([absent], IgnoreAttributeFlow, "a")', ignoreAttribute],
  ['Coalesce([many])', ['a', 'b']],
  ['SelectUniqueValue([absent], "b", "c")', 'b'],
  ['SelectUniqueValue([absent], [empty])', null],
  ['IgnoreFlowIfNullOrEmpty([absent])', ignoreAttribute],
  ['IgnoreFlowIfNullOrEmpty([empty])', ignoreAttribute],
  ['IgnoreFlowIfNullOrEmpty([none])', ignoreAttribute],
  ['IgnoreFlowIfNullOrEmpty(IgnoreObjectFlow)', ignoreObject],
  ['IgnoreFlowIfNullOrEmpty(IIF(InStr("a@b.c", "@contoso.com") = 0, "", "x"))', ignoreAttribute],
  ['IgnoreFlowIfNullOrEmpty([zero])', 0],
  ['Not([yes])', 'False'],
  ['Not([absent])', 'True'],
  ['CBool([yes])', 'True'],
  ['CBool("-0.5")', 'True'],
  ['CBool(".0")', 'False'],
  ['CBool(" 1. ")', 'True'],
  ['CBool(".")', 'False'],
  ['CBool([digits])', 'False'],
  ['CBool([zero])', 'False'],
  ['CBool([one])', 'True'],
  ['CBool("a")', 'False'],
  ['CBool([absent])', 'False'],
  ['CBool([absent] = "")', 'True'],
  ['IsNull([absent])', 'True'],
  ['IsNull([none])', 'True'],
  ['IsNull([empty])', 'False'],
  ['IsNothing([absent])', 'True'],
  ['IsNullOrEmpty([absent])', 'True'],
  ['IsNullOrEmpty([none])', 'True'],
  ['IsNullOrEmpty([many])', 'False'],
  ['IsNullOrEmpty([zero])', 'False'],
  ['IsPresent([empty])', 'False'],
  ['IsPresent([absent])', 'False'],
  ['IsPresent([many])', 'True'],
  ['And([yes], "True", 1 < 2)', 'True'],
  ['And([yes], [absent])', 'False'],
  ['And("True")', 'True'],
  ['Or([absent], "no", [yes])', 'True'],
  ['Or([absent], [empty])', 'False'],
  ['And("True", IgnoreObjectFlow)', ignoreObject],
  ['Or("False", IgnoreAttributeFlow)', ignoreAttribute],
  ['BitAnd(&HFFFFFFFF, &HFFFFFFFF)', 4_294_967_295],
  ['BitAnd("9223372036854775807", "9223372036854775806")', '9223372036854775806'],
  ['BitAnd(-1, 255)', 255],
  ['BitAnd(514, 2)', 2],
];

const failures: readonly [text: string, message: string][] = [
  ['IIF([many], 1, 2)', 'IIF: condition has many values: take one with Item, or join them'],
  ['Switch([many], 1, "a", 2)', 'Switch: source has many values: take one with Item, or join them'],
  ['Switch("a", 1, [many], 2)', 'Switch: switchValue has many values: take one with Item, or join them'],
  ['Not([many])', 'Not: source has many values: take one with Item, or join them'],
  ['And([many])', 'And: condition has many values: take one with Item, or join them'],
  ['Error("No department")', 'Error: No department'],
  ['BitAnd("a", 1)', 'BitAnd: value1 is "a", but has to be a whole number'],
  ['BitAnd(1, [absent])', 'BitAnd: value2 is "", but has to be a whole number'],
];

describe('the functions of logic', () => {
  it.each(results)('%s comes to %j', (text, result) => {
    expect(evaluate(text, values)).toEqual(result);
  });

  it.each(failures)('%s fails', (text, message) => {
    expect(failureOf(text, values)).toBe(message);
  });
});
