/**
 * A small seeded generator: sfc32 of PractRand (Chris Doty-Humphrey, http://pracrand.sourceforge.net), seeded through
 * the finaliser of MurmurHash3 (Austin Appleby, public domain), so that neighbouring keys give unrelated sequences.
 *
 * @example
 * createRandom([42, 1768487025]).integer(1, 6) // always the same die
 */
export function createRandom(keys: readonly number[]): Random {
  return new Random(keys);
}

export class Random {
  #a = 0x9e3779b9;
  #b = 0x243f6a88;
  #c = 0xb7e15162;
  #counter = 1;

  constructor(keys: readonly number[]) {
    for (const key of keys) {
      this.#a = mix(this.#a ^ (key | 0));
      this.#b = mix(this.#b ^ Math.floor(key / 0x1_0000_0000) ^ this.#a);
      this.#c = mix(this.#c ^ this.#b);
    }
    for (let round = 0; round < 12; round++) this.#next();
  }

  /** A number in [0, 1). */
  fraction(): number {
    return (this.#next() >>> 0) / 0x1_0000_0000;
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** A whole number between both, inclusive. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.fraction() * items.length)]!;
  }

  /** Log-normal, as latencies are: the median, and a long tail to the right. */
  around(median: number, spread = 0.35): number {
    return median * Math.exp(spread * this.normal());
  }

  /** Standard normal (Box and Muller 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.fraction())) * Math.cos(2 * Math.PI * this.fraction());
  }

  /** How often a rare thing happens (Knuth's method; normal above 30, where they agree). */
  poisson(mean: number): number {
    if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.fraction(); product > limit; product *= this.fraction()) count++;
    return count;
  }

  hex(length: number): string {
    let text = '';
    while (text.length < length) text += (this.#next() >>> 0).toString(16).padStart(8, '0');
    return text.slice(0, length);
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum;
  }
}

function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
