import { keepHeapSmall } from '../../../ml-service/src/adapters/process/node_heap.ts';
import { BoundedLearner } from './parser_under_test.ts';
import { wordTemplateLines } from './word_templates.ts';

/** `memory_child MINER MAX_TEMPLATES LINES TEMPLATES`: learns lines that it makes itself, and says what memory it took. */

/** Node counts in KiB, on every system. */
const MB_PER_KIB = 1024 / 1e6;

keepHeapSmall();
const [miner, ...numbers] = process.argv.slice(2);
const [max_templates, lines, templates] = numbers.map(Number) as [number, number, number];
const progress_step = Math.ceil(lines / 10);
const learner = new BoundedLearner({ miner: miner!, max_templates });
let learned = 0;
for (const line of wordTemplateLines({ lines, templates })) {
  learner.learn(line);
  learned += 1;
  if (learned % progress_step === 0) process.stderr.write(`${learned} lines …\n`);
}
process.stdout.write(
  JSON.stringify({
    templates_kept: learner.kept,
    peak_mb: Math.round(process.resourceUsage().maxRSS * MB_PER_KIB),
  }),
);
