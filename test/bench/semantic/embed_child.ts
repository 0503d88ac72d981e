import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { CachedEmbedder } from '../../../ml-service/src/adapters/onnx/cached_answers.ts';
import { OnnxEmbedder } from '../../../ml-service/src/adapters/onnx/onnx_embedder.ts';

/** What the benchmark asks: to embed texts, or to embed them as the templates of that many lines, mostly from the cache. */
export interface EmbedTask {
  readonly texts: readonly string[];
  readonly cached_lines?: number;
  readonly vectors?: boolean;
}

/** Of so many lines one has a template that nobody saw: a hit rate of 99.9 %. */
const LINES_A_NEW_TEXT = 1000;

const started = performance.now();
// As many threads as the peers take by themselves.
const embedder = new OnnxEmbedder({ threads: availableParallelism() });
await embedder.embed(['']);
const load_s = (performance.now() - started) / 1000;
const cached = new CachedEmbedder(embedder);

async function answer({ texts, cached_lines, vectors }: EmbedTask): Promise<unknown> {
  if (texts.length === 0) return { load_s };
  if (vectors === true) return { vectors: (await embedder.embed(texts)).map((vector) => [...vector]) };
  if (cached_lines !== undefined) await cached.embed(texts);
  const begun = performance.now();
  if (cached_lines === undefined) await embedder.embed(texts);
  else {
    for (let line = 0; line < cached_lines; line += LINES_A_NEW_TEXT) {
      const lines = Array.from(
        { length: LINES_A_NEW_TEXT },
        (_, index) => texts[(line + index) % texts.length]!,
      );
      await cached.embed([...lines.slice(1), `${lines[0]!} ${begun} ${line}`]);
    }
  }
  const seconds = (performance.now() - begun) / 1000;
  return { seconds, peak_mb: process.resourceUsage().maxRSS / 1024 };
}

for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as EmbedTask))}\n`);
await embedder.close();
