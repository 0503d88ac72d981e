import { type Benchmark, BenchError, positiveInteger } from '../benchmark.ts';
import { bundleChild, runMeasured } from './measured_child.ts';
import { checkMiner, DEFAULT_MAX_TEMPLATES, DEFAULT_MINER } from './parser_under_test.ts';
import { MAX_WORD_TEMPLATES } from './word_templates.ts';

/** What the child answers. */
interface Answer {
  readonly templates_kept: number;
  readonly peak_mb: number;
}

/**
 * What memory the miner takes where more templates are offered than it may keep: the peak of a process of its own, which
 * also makes the lines.
 */
export const parseMemory: Benchmark = {
  purpose: 'what memory templates take when more are offered than may stay',
  options: {
    miner: { value: 'NAME', help: 'the miner to measure', default: DEFAULT_MINER },
    lines: { value: 'N', help: 'lines to learn', default: '5000000' },
    templates: { value: 'N', help: 'distinct templates that they offer', default: '200000' },
    'max-templates': {
      value: 'N',
      help: "the bound; the default configuration's unless set",
      default: String(DEFAULT_MAX_TEMPLATES),
    },
  },
  async run({ say, options }) {
    const miner = options['miner']!;
    checkMiner(miner);
    const [lines, templates, max_templates] = ['lines', 'templates', 'max-templates'].map((name) =>
      positiveInteger(options, name),
    ) as [number, number, number];
    if (templates > Math.min(lines, MAX_WORD_TEMPLATES))
      throw new BenchError(`--templates can be ${Math.min(lines, MAX_WORD_TEMPLATES)} at most.`);
    if (max_templates >= templates)
      throw new BenchError(
        `--max-templates must be below the ${templates} templates offered, it is ${max_templates}.`,
      );
    say(`Learning ${lines} lines of ${templates} templates, of which ${max_templates} may stay …`);
    const child = await bundleChild('memory_child');
    const { stdout, cpu_s, wall_s } = runMeasured(
      [...child, miner, max_templates, lines, templates].map(String),
    );
    const { peak_mb, templates_kept } = JSON.parse(stdout) as Answer;
    return {
      peak_mb,
      templates_offered: templates,
      templates_kept,
      max_templates,
      lines,
      lines_per_s: Math.round(lines / cpu_s),
      wall_s,
      miner,
    };
  },
};
