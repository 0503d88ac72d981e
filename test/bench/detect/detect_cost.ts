import { type Benchmark, positiveInteger } from '../benchmark.ts';
import { bundleChild, runMeasured } from '../parse/measured_child.ts';
import type { DetectCost } from './detect_cost_child.ts';

/** What all detectors of the product cost: the time of a day of many series, that of its newest minute, and the memory. */
export const detectCost: Benchmark = {
  purpose: 'what a day of many series costs all detectors, minute by minute',
  options: {
    minutes: { value: 'N', help: 'how many minutes', default: '1440' },
    templates: { value: 'N', help: 'distinct templates', default: '5000' },
    services: { value: 'N', help: 'that may each write every template', default: '20' },
    percent: { value: 'N', help: 'of the cells of a minute that have lines', default: '1' },
  },
  async run({ say, options }) {
    const [minutes, templates, services, percent] = ['minutes', 'templates', 'services', 'percent'].map(
      (name) => positiveInteger(options, name),
    ) as [number, number, number, number];
    say(`${minutes} minutes × ${templates} templates × ${services} services, ${percent} % of them filled`);
    const child = await bundleChild('detect_cost_child', import.meta.dirname);
    const { stdout } = runMeasured([...child, ...[minutes, templates, services, percent].map(String)]);
    return { ...(JSON.parse(stdout) as DetectCost), minutes, templates, services, percent };
  },
};
