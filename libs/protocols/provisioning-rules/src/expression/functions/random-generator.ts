/** Gives whole numbers from 0 up to, and without, the number asked for. */
export type Draw = (below: number) => number;

const unit = 2 ** 32;

/**
 * A source of numbers that look random: the same seed gives the same ones (sfc32 by C. Doty-Humphrey, seeded by cyrb128).
 * What is drawn is no secret, for whoever knows the seed can draw it too.
 */
export function generatorOf(seed: string): Draw {
  const state = hashOf(seed);
  const next = () => step(state);
  for (let round = 0; round < 12; round += 1) next();
  return (below) => Math.floor((next() / unit) * below);
}

type State = [a: number, b: number, c: number, counter: number];

function step(state: State): number {
  const [a, b, c, counter] = state;
  const drawn = (a + b + counter) | 0;
  state[0] = b ^ (b >>> 9);
  state[1] = (c + (c << 3)) | 0;
  state[2] = (((c << 21) | (c >>> 11)) + drawn) | 0;
  state[3] = (counter + 1) | 0;
  return drawn >>> 0;
}

const multipliers = [597399067, 2869860233, 951274213, 2716044179] as const;
const offsets = [1779033703, 3144134277, 1013904242, 2773480762] as const;
const shifts = [18, 22, 17, 19] as const;

/** 128 bits of a text, each of which depends on all of it. */
function hashOf(text: string): State {
  const hash: State = [...offsets];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    multipliers.forEach((multiplier, index) => {
      const neighbour = hash[(index + 1) % 4] ?? 0;
      hash[index] = neighbour ^ Math.imul((hash[index] ?? 0) ^ code, multiplier);
    });
  }
  multipliers.forEach((multiplier, index) => {
    const opposite = hash[(index + 2) % 4] ?? 0;
    const own = (hash[index] ?? 0) >>> (shifts[index] ?? 0);
    hash[index] = Math.imul(opposite ^ own, multiplier);
  });
  const [first, ...others] = hash;
  const all = others.reduce((mixed, word) => mixed ^ word, first);
  return [all, hash[1] ^ all, hash[2] ^ all, hash[3] ^ all];
}
