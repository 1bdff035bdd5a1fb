import type { z } from 'zod';

/** One setting: the environment variable it is read from, what it must be, and a sentence for the documentation. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly variable: string;
  readonly schema: Schema;
  readonly description: string;
  /** Shown in the documentation; where the variable is not set, this is read. Absent: it must be set. */
  readonly fallback?: string;
  /** There is something to do without it. */
  readonly optional?: true;
  /** The value is never shown. */
  readonly secret?: boolean;
}

/** The settings of one library, by the name they have in code. */
export interface ConfigPart<Settings extends Record<string, Setting> = Record<string, Setting>> {
  readonly name: string;
  readonly settings: Settings;
  /** What must hold between settings; returns what does not, in words. */
  relations?(values: ConfigOf<Settings>): readonly string[];
}

/** The typed values of a part. */
export type ConfigOf<Settings extends Record<string, Setting>> = {
  readonly [Name in keyof Settings]: z.infer<Settings[Name]['schema']>;
};

export function setting<Schema extends z.ZodType>(definition: Setting<Schema>): Setting<Schema> {
  return definition;
}

export function defineConfig<Settings extends Record<string, Setting>>(
  part: ConfigPart<Settings>,
): ConfigPart<Settings> {
  return part;
}
