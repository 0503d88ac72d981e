import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LogAiError, messageOf } from '../../../../common/errors.ts';
import { installedPath } from '../file/installed/installed_file.ts';

/** Tokens have 32 characters at most: with 256 tokens nothing behind them counts. */
const LONGEST_TEXT = 8192;

/** What a model says of itself: written by its script in `training/`. */
const Manifest = z
  .object({
    name: z.string(),
    version: z.int(),
    files: z.record(z.string(), z.object({ sha256: z.string() })),
    /** The name of what it gives, and its shape. */
    output: z.record(z.string(), z.array(z.union([z.string(), z.int()]))),
    dimensions: z.int().positive(),
    max_tokens: z.int().positive(),
    max_characters: z.int().positive().default(LONGEST_TEXT),
    /** Of a classifier: what its numbers stand for, and what makes probabilities of them. */
    labels: z.array(z.string()).optional(),
    calibration: z
      .object({
        temperature: z.number().positive(),
        bias: z.array(z.number()),
        /** What holds of a text that says nothing. */
        prior: z.array(z.number().positive()),
      })
      .optional(),
  })
  .refine(({ output }) => Object.keys(output).length === 1, { error: 'It has one output.' });
export type Manifest = z.infer<typeof Manifest>;

/** A model as it lies on the disk, every byte as its manifest says. */
export interface ModelFiles {
  /** Name and version. */
  readonly model: string;
  /** The name of its output, and how many numbers that has for each text. */
  readonly output: string;
  readonly dimensions: number;
  /** Tokens of a text that count, its marks of start and end included. */
  readonly max_tokens: number;
  /** What comes behind so many characters of a text is not even looked at. */
  readonly max_characters: number;
  readonly graph: Uint8Array;
  readonly tokenizer: object;
  readonly tokenizer_config: object;
}

/** The models of the product, below `ml-service`. */
export const EMBEDDING_MODEL = 'models/all-minilm-l6-v2';
export const SEVERITY_MODEL = 'models/severity-minilm-l6-h384';

/** Where a model of the product is installed, or would be. */
export function modelFolder(model: string): string {
  return installedPath(model) ?? model;
}

/**
 * Reads a model and checks it: of another file the answers would be others, and nobody would see it.
 *
 * @throws LogAiError `model_unusable` where a file is missing or is not the one of the manifest.
 */
export function readModelFiles(folder: string): ModelFiles {
  const manifest = readManifest(folder);
  const read = (name: string): Buffer => {
    const bytes = readBytes(folder, name);
    if (createHash('sha256').update(bytes).digest('hex') === manifest.files[name]?.sha256) return bytes;
    throw unusable(`${join(folder, name)} is not the file of its manifest.json: install Log AI anew.`);
  };
  const json = (name: string) => JSON.parse(read(name).toString('utf8')) as object;
  return {
    model: `${manifest.name}@${manifest.version}`,
    output: Object.keys(manifest.output)[0]!,
    dimensions: manifest.dimensions,
    max_tokens: manifest.max_tokens,
    max_characters: manifest.max_characters,
    graph: read('model.onnx'),
    tokenizer: json('tokenizer.json'),
    tokenizer_config: json('tokenizer_config.json'),
  };
}

/** What is known of a model without reading it. */
export function readManifest(folder: string): Manifest {
  const text = readBytes(folder, 'manifest.json').toString('utf8');
  try {
    return Manifest.parse(JSON.parse(text));
  } catch (cause) {
    throw unusable(`${join(folder, 'manifest.json')} is damaged: install Log AI anew.`, cause);
  }
}

function readBytes(folder: string, name: string): Buffer {
  try {
    return readFileSync(join(folder, name));
  } catch (cause) {
    throw unusable(
      `The model's file ${join(folder, name)} cannot be read (${messageOf(cause)}): install Log AI anew.`,
      cause,
    );
  }
}

function unusable(message: string, cause?: unknown): LogAiError {
  return new LogAiError('model_unusable', message, { cause });
}
