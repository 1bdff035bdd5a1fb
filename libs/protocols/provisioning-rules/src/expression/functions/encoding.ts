import { type Arguments, eager } from './arguments';
import { checkLength } from './bounded-text';
import { quoted } from './read-value';

/** Functions that write texts as bytes and read them (entra-provisioning.md §4.2). */
export const encodingFunctions = [
  eager(
    {
      name: 'ConvertToBase64',
      parameters: [{ key: 'source' }],
      dialect: 'azure-ad',
      returns: 'String',
      meaning: 'The bytes of a text in UTF-16, little-endian, as Base64.',
      examples: [{ expression: 'ConvertToBase64("Hello world!")', result: 'SABlAGwAbABvACAAdwBvAHIAbABkACEA' }],
    },
    (given) => {
      const text = given.text(0);
      checkLength('ConvertToBase64', Math.ceil((text.length * 2) / 3) * 4);
      return btoa(text.replaceAll(/[^]/g, littleEndian));
    },
  ),
  eager(
    {
      name: 'ConvertFromBase64',
      parameters: [{ key: 'source' }, { key: 'encoding', optional: true }],
      dialect: 'cloud-sync',
      returns: 'String',
      meaning:
        'The text whose bytes are given as Base64. Its encoding is Unicode (UTF-16, little-endian) unless UTF8 or ASCII is ' +
        'given. Fails where the bytes are no such text.',
      examples: [
        { expression: 'ConvertFromBase64("SABlAGwAbABvACAAdwBvAHIAbABkACEA")', result: 'Hello world!' },
        { expression: 'ConvertFromBase64("SGVsbG8gd29ybGQh", UTF8)', result: 'Hello world!' },
      ],
    },
    (given) => {
      const decode = decoderOf(given);
      const text = decode(bytesOf(given));
      if (text !== undefined) return text;
      throw given.failure(0, `is no text in ${encodingOf(given)}`);
    },
    (constants) => {
      if (constants.isGiven(1)) decoderOf(constants);
    },
  ),
  eager(
    {
      name: 'ConvertToUTF8Hex',
      parameters: [{ key: 'source' }],
      dialect: 'azure-ad',
      returns: 'String',
      meaning: 'The bytes of a text in UTF-8, each as two hexadecimal digits in upper case.',
      examples: [{ expression: 'ConvertToUTF8Hex("Hello world!")', result: '48656C6C6F20776F726C6421' }],
    },
    (given) => {
      const bytes = new TextEncoder().encode(given.text(0));
      checkLength('ConvertToUTF8Hex', bytes.length * 2);
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('');
    },
  ),
];

function littleEndian(unit: string): string {
  const code = unit.charCodeAt(0);
  return String.fromCharCode(code & 0xff, code >> 8);
}

type Decode = (bytes: Uint8Array) => string | undefined;

const decoders: ReadonlyMap<string, Decode> = new Map([
  ['Unicode', decoded('utf-16le')],
  ['UTF8', decoded('utf-8')],
  ['ASCII', (bytes) => (bytes.every((byte) => byte < 0x80) ? decoded('utf-8')(bytes) : undefined)],
]);

function decoded(label: string): Decode {
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  return (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch {
      return undefined;
    }
  };
}

const encodingOf = (given: Arguments): string => given.text(1) || 'Unicode';

function decoderOf(given: Arguments): Decode {
  const name = encodingOf(given);
  const decoder = decoders.get(name);
  if (!decoder) throw given.failure(1, `is ${quoted(name)}, but has to be ${[...decoders.keys()].join(' or ')}`);
  return decoder;
}

const base64 = /^[A-Za-z\d+/]*={0,2}$/;

function bytesOf(given: Arguments): Uint8Array {
  const text = given.text(0).replaceAll(/\s/g, '');
  if (text.length % 4 !== 0 || !base64.test(text)) throw given.failure(0, `is ${quoted(text)}, which is no Base64`);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
