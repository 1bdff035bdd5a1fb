import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Where programs are looked for: `PATH`, `JAVA_HOME` and what Maven reads. */
export type Environment = Readonly<Record<string, string | undefined>>;

const oldestJava = 17;

/**
 * The Java that `JAVA_HOME` or else `PATH` leads to.
 *
 * @throws Error that says what is missing
 */
export async function findJava(environment: Environment): Promise<string> {
  const home = environment.JAVA_HOME;
  const java = (home ? executable(join(home, 'bin', 'java')) : undefined) ?? onPath('java', environment);
  if (!java) throw new Error(`Java ${oldestJava} or newer is missing: neither JAVA_HOME nor PATH leads to one`);
  const version = await versionOf(java);
  if (version < oldestJava) throw new Error(`Java ${oldestJava} or newer is missing: ${java} is version ${version}`);
  return java;
}

/** @throws Error that says what is missing */
export function findMaven(environment: Environment): string {
  const maven = onPath('mvn', environment);
  if (!maven) throw new Error('Maven, which brings the broker once, is missing: PATH does not lead to mvn');
  return maven;
}

function onPath(name: string, { PATH = '' }: Environment): string | undefined {
  const folders = PATH.split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => executable(join(folder, name))).find((path) => path !== undefined);
}

function executable(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    return undefined;
  }
}

/** The feature release; 0 where the program cannot tell, as the stand-in that macOS has for a missing Java. */
async function versionOf(java: string): Promise<number> {
  try {
    const { stderr } = await execute(java, ['-version'], { timeout: 30_000, env: {} });
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
