import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokerAvailability } from './broker-availability';
import { fetchJars, jarsFolder } from './jars';

describe('what a broker needs', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'waybill-programs-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const program = (name: string, script: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  const java = (version: string) => program('java', `echo 'openjdk version "${version}" 2025-04-15' >&2`);
  const environment = () => ({ PATH: folder, HOME: folder });

  it.each([
    ['1.8.0_292', /is version 1$/],
    ['11.0.2', /is version 11$/],
    ['nonsense', /is version 0$/],
    ['17.0.15', /Maven, which brings the broker once, is missing/],
  ])('Java %s alone is not enough', async (version, reason) => {
    java(version);
    const expected = { available: false, reason: expect.stringMatching(reason) };
    expect(await brokerAvailability(environment())).toEqual(expected);
  });

  it('is there with Maven, or with a filled cache', async () => {
    java('21');
    program('mvn', '');
    expect(await brokerAvailability(environment())).toEqual({ available: true });
    rmSync(join(folder, 'mvn'));
    mkdirSync(jarsFolder(environment()), { recursive: true });
    expect(await brokerAvailability(environment())).toEqual({ available: true });
  });

  it('is brought once, and whole or not at all', async () => {
    program('mvn', 'echo "cannot resolve"; exit 1');
    await expect(fetchJars(environment(), () => undefined)).rejects.toThrow(
      'Maven did not bring Kafka: cannot resolve',
    );
    program('mvn', `for last; do :; done; echo jar > "\${last#*=}/a.jar"`);
    const told: string[] = [];
    const both = await Promise.all([1, 2].map(() => fetchJars(environment(), (line) => told.push(line))));
    expect(both).toEqual([jarsFolder(environment()), jarsFolder(environment())]);
    await fetchJars(environment(), (line) => told.push(line));
    expect(told).toHaveLength(2);
  });
});
