import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { NO_EDITS } from '../../common/edits_in_force.ts';
import { atOnce, inSlices, type Steps } from '../../ml-service/src/parse/in_slices.ts';
import { LineParser } from '../../ml-service/src/parse/line_parser.ts';
import { compileReader } from '../../ml-service/src/parse/reader/line_reader.ts';
import { DEFAULT_PARSE_CONFIG } from '../../ml-service/src/settings/parse.ts';
import { TemplateCatalog } from '../../ml-service/src/tasks/catalog/template_catalog.ts';
import { manyTemplates } from '../fixtures/many_templates.ts';
import { type Benchmark, positiveInteger } from './benchmark.ts';
import { median } from './median.ts';

const ROUNDS = 5;

interface Measured {
  readonly took: number;
  /** The longest that the event loop was kept. */
  readonly delay: number;
  /** The processor time of the longest step: what the delay is where nobody else uses the machine. */
  readonly step: number;
}

/** Does the work step by step; milliseconds. */
async function measure<T>(make: () => Steps<T>): Promise<Measured & { readonly result: T }> {
  const monitor = monitorEventLoopDelay({ resolution: 1 });
  monitor.enable();
  const begun = performance.now();
  let step = 0;
  let before = process.cpuUsage();
  const result = await inSlices(make(), async () => {
    const { user, system } = process.cpuUsage(before);
    step = Math.max(step, (user + system) / 1000);
    await setImmediate();
    before = process.cpuUsage();
  });
  const took = performance.now() - begun;
  await setImmediate();
  monitor.disable();
  return { result, took, step, delay: monitor.max / 1e6 };
}

/** How long the service keeps everything else waiting while it takes up its templates and compiles the matcher. */
export const loopDelay: Benchmark = {
  purpose: 'how long the event loop is kept while templates are taken up and compiled',
  options: { templates: { value: 'N', help: 'how many templates', default: '9900' } },
  async run({ options, say }) {
    const reader = compileReader();
    const createParser = () => new LineParser({ config: DEFAULT_PARSE_CONFIG, reference: 0, reader });
    const open = (documents: Parameters<typeof TemplateCatalog.open>[0]['documents']) =>
      TemplateCatalog.open({ documents, edits: NO_EDITS, createParser });
    const described = atOnce(open(manyTemplates(positiveInteger(options, 'templates'))));
    const documents = [...described.documents.all().values()];
    const opened: Measured[] = [];
    const compiled: Measured[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const taken = await measure(() => open(documents));
      opened.push(taken);
      compiled.push(await measure(() => taken.result.compileInSteps(round)));
      say(`round ${round} of ${ROUNDS}`);
    }
    const rounded = (value: number) => Math.round(value * 10) / 10;
    const of = (figures: readonly Measured[], key: keyof Measured) =>
      rounded(median(figures.map((figure) => figure[key])));
    return {
      loop_delay_max_ms: Math.max(of(opened, 'delay'), of(compiled, 'delay')),
      step_cpu_max_ms: Math.max(of(opened, 'step'), of(compiled, 'step')),
      take_up_ms: of(opened, 'took'),
      compile_ms: of(compiled, 'took'),
    };
  },
};
