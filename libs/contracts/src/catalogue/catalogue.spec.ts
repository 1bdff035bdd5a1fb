import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contexts, definitionOf, versionOf } from './catalogue';
import { personalFields } from './personal-fields';
import { upcast } from './upcast';
import { schemaFingerprint } from './schema-fingerprint';

const folder = join(__dirname, '../../samples');
const samples = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'fingerprints.json');
const events = contexts.flatMap((context) => context.events);
const fingerprints = JSON.parse(readFileSync(join(folder, 'fingerprints.json'), 'utf8')) as Record<string, string>;

describe('the event catalogue', () => {
  it('names each type once, in its form', () => {
    const types = events.map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
    for (const type of types) expect(type).toMatch(/^[a-z]+\.[a-z]+(-[a-z]+)+$|^job\.[a-z-]+$/);
  });

  it('has a recorded sample of every version that ever was', () => {
    const recorded = events.flatMap(({ type, version }) =>
      Array.from({ length: version }, (_, n) => `${type}.v${n + 1}.json`),
    );
    expect([...samples].sort()).toEqual(recorded.sort());
  });

  it.each(samples)('still reads %s', (file) => {
    const [, type = '', version] = /^(.*)\.v(\d+)\.json$/.exec(file) ?? [];
    const data: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const read = upcast({ type, version: Number(version), data });
    expect(read.version).toBe(versionOf(type));
    expect(() => definitionOf(type).data.parse(read.data)).not.toThrow();
  });

  it("makes today's data of older ones, and refuses what is newer", () => {
    const numbers = { position: 7, opened: 2, received: 0, open: 0, ended: {} };
    const stated = { type: 'directory.tally-stated', version: 1, data: { ...numbers, confirmed: { mapping: 3 } } };
    expect(upcast(stated)).toEqual({
      type: 'directory.tally-stated',
      version: 2,
      data: { ...numbers, taken: { mapping: '{[1,4)}' }, awaited: { mapping: 3 } },
    });
    expect(() => upcast({ ...stated, version: 3 })).toThrow('newer than this release, which knows version 2');
    expect(() => upcast({ ...stated, type: 'directory.user-invented' })).toThrow('does not know');
  });

  it('does not change the data of a version that was recorded', () => {
    for (const event of events) {
      const name = `${event.type}.v${event.version}`;
      expect({ name, print: fingerprints[name] }).toEqual({ name, print: schemaFingerprint(event) });
    }
  });

  it('marks every field that can tell something of a person', () => {
    const telling =
      /displayName|resource$|^account|applied$|differences|refusedFields|targetName|description|reason$|text$/;
    for (const event of events) {
      const marked = personalFields(event);
      const shape = Object.keys((event.data as { shape?: object }).shape ?? {});
      for (const name of shape.filter((each) => telling.test(each))) {
        expect({ type: event.type, name, marked: marked.some((path) => path.startsWith(name)) }).toEqual({
          type: event.type,
          name,
          marked: true,
        });
      }
    }
  });

  it('does not know what is not in it', () => {
    expect(() => versionOf('directory.user-invented')).toThrow('does not know directory.user-invented');
  });
});
