import type { z } from 'zod';
import type { ConfigOf, ConfigPart, Setting } from './define-config';

/** Everything that is wrong with the configuration, at once. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly findings: readonly string[]) {
    super(`The configuration is not usable:\n${findings.map((finding) => `  - ${finding}`).join('\n')}`);
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads settings from the environment, once, before anything starts.
 *
 * @returns the typed values by part name, frozen
 * @throws ConfigurationError that lists everything wrong; values are shown, those of secrets never
 */
export function loadConfig<Settings extends Record<string, Setting>>(
  environment: Environment,
  part: ConfigPart<Settings>,
): ConfigOf<Settings> {
  const { values, findings } = read(environment, part);
  if (findings.length > 0) throw new ConfigurationError(findings);
  return values;
}

/** Reads several parts, so that one message tells what is wrong with any of them. */
export function checkConfig(environment: Environment, parts: readonly ConfigPart[]): void {
  const findings = parts.flatMap((part) => read(environment, part).findings);
  if (findings.length > 0) throw new ConfigurationError(findings);
}

function read<Settings extends Record<string, Setting>>(environment: Environment, part: ConfigPart<Settings>) {
  const findings: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting>(part.settings)) {
    const text = environment[setting.variable] || setting.fallback;
    const parsed = setting.schema.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else findings.push(finding(setting, text, parsed.error));
  }
  const complete = Object.freeze(values) as ConfigOf<Settings>;
  if (findings.length === 0) findings.push(...(part.relations?.(complete) ?? []));
  return { values: complete, findings };
}

function finding({ variable, secret, description }: Setting, text: string | undefined, error: z.ZodError): string {
  if (text === undefined) return `${variable} is not set. ${description}`;
  const shown = secret ? 'its value' : JSON.stringify(text);
  return `${variable}: ${shown} does not fit: ${error.issues.map(({ message }) => message).join('; ')}`;
}
