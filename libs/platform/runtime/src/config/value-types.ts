import { z } from 'zod';
import { Secret } from './secret';

/** Kinds of values that settings have; each reads the text of an environment variable. */
export const valueTypes = {
  text: z.string().min(1),
  secret: z
    .string()
    .min(1)
    .transform((value) => new Secret(value)),
  wholeNumber: (least: number, most: number) =>
    z
      .string()
      .regex(/^\d+$/, 'it takes a whole number')
      .transform(Number)
      .refine((number) => number >= least && number <= most, `it takes a number from ${least} to ${most}`),
  number: (least: number, most: number) =>
    z
      .string()
      .regex(/^\d+(\.\d+)?$/, 'it takes a number')
      .transform(Number)
      .refine((number) => number >= least && number <= most, `it takes a number from ${least} to ${most}`),
  oneOf: <const Values extends readonly [string, ...string[]]>(...values: Values) => z.enum(values),
  httpUrl: z.url({ protocol: /^https?$/, message: 'it takes an http(s) URL' }),
};
