import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { ConfigPart } from '@waybill/runtime';

const program = join(__dirname, '../../../apps/all-in-one/dist/settings.js');

/** The settings of everything that runs, as the app itself tells them. */
export const configParts = (): ConfigPart[] =>
  JSON.parse(execFileSync(process.execPath, [program], { encoding: 'utf8' })) as ConfigPart[];
