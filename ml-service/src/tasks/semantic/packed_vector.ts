/** Of the numbers of a packed vector. */
const LARGEST = 127;

/**
 * A vector of length 1 as text: a byte a number, in base64. Only its direction is kept, to a cosine of 0.9999.
 *
 * @example
 * packVector(vector).length // 512, of 384 numbers
 */
export function packVector(vector: Float32Array): string {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);
  const bytes = Int8Array.from(vector, (value) => Math.round((value / largest) * LARGEST));
  return Buffer.from(bytes.buffer).toString('base64');
}

/** What {@link packVector} packed, with length 1; undefined where it is none of so many numbers. */
export function unpackVector(packed: string, dimensions: number): Float32Array | undefined {
  const bytes = Buffer.from(packed, 'base64');
  if (bytes.length !== dimensions) return undefined;
  const numbers = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = Math.sqrt(numbers.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? undefined : Float32Array.from(numbers, (value) => value / length);
}
