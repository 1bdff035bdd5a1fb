import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contexts, definitionOf, versionOf } from './catalogue';
import { personalFields } from './personal-fields';
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
    const [, type = ''] = /^(.*)\.v\d+\.json$/.exec(file) ?? [];
    const sample: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    expect(() => definitionOf(type).data.parse(sample)).not.toThrow();
  });

  it('does not change the data of a version that was recorded', () => {
    const now = Object.fromEntries(
      events.map((event) => [`${event.type}.v${event.version}`, schemaFingerprint(event)]),
    );
    expect(now).toEqual(fingerprints);
  });

  it('marks every field that can tell something of a person', () => {
    const telling =
      /displayName|resource|^account|applied|differences|refusedFields|targetName|description|reason$|text$/;
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
