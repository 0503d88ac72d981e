import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LogAiError, messageOf } from '../../../../common/errors.ts';
import { installedPath } from '../file/installed/installed_file.ts';

/** What a model says of itself: written by its script in `training/`. */
const Manifest = z.object({
  name: z.string(),
  version: z.int(),
  files: z.record(z.string(), z.object({ sha256: z.string() })),
  dimensions: z.int().positive(),
  max_tokens: z.int().positive(),
});

/** A model as it lies on the disk, every byte as its manifest says. */
export interface ModelFiles {
  /** Name and version. */
  readonly model: string;
  readonly dimensions: number;
  /** Tokens of a text that count, its marks of start and end included. */
  readonly max_tokens: number;
  readonly graph: Uint8Array;
  readonly tokenizer: object;
  readonly tokenizer_config: object;
}

/** The model of the product, below `ml-service`. */
export const EMBEDDING_MODEL = 'models/all-minilm-l6-v2';

/**
 * Reads a model and checks it: of another file the vectors would be others, and nobody would see it.
 *
 * @param folder - By default the one that is installed.
 * @throws LogAiError `model_unusable` where a file is missing or is not the one of the manifest.
 */
export function readModelFiles(folder = installedPath(EMBEDDING_MODEL) ?? EMBEDDING_MODEL): ModelFiles {
  const manifest = readManifest(folder);
  const read = (name: string): Buffer => {
    const bytes = readBytes(folder, name);
    if (createHash('sha256').update(bytes).digest('hex') === manifest.files[name]?.sha256) return bytes;
    throw unusable(`${join(folder, name)} is not the file of its manifest.json: install Log AI anew.`);
  };
  const json = (name: string) => JSON.parse(read(name).toString('utf8')) as object;
  return {
    model: `${manifest.name}@${manifest.version}`,
    dimensions: manifest.dimensions,
    max_tokens: manifest.max_tokens,
    graph: read('model.onnx'),
    tokenizer: json('tokenizer.json'),
    tokenizer_config: json('tokenizer_config.json'),
  };
}

/** What is known of a model without reading it. */
export function readManifest(
  folder = installedPath(EMBEDDING_MODEL) ?? EMBEDDING_MODEL,
): z.infer<typeof Manifest> {
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
