import { statSync } from 'node:fs';
import { type Benchmark, BenchError, positiveInteger } from '../benchmark.ts';
import { median } from '../median.ts';
import { type LabelledSystem, readLabelledSystems } from './labelled_systems.ts';
import { bundleChild, type MeasuredChild, runMeasured } from './measured_child.ts';
import { checkMiner, DEFAULT_MINER, mineMessages } from './parser_under_test.ts';
import { DRAIN3_SCRIPT, type Drain3Setup, installDrain3 } from './peers/drain3.ts';
import { meanScores, score, type Scores } from './score.ts';
import { streamFile, streamLines } from './stream_files.ts';

const SYSTEMS = ['HDFS', 'BGL', 'OpenStack', 'Spark'];
/** Lines of each stream that are scored: fifty times the messages of a system. */
const SCORED_LINES = 100_000;

/** Workers live long: their streams are read over and over, so that work is measured and not the start of Node. */
const WORKER_PASSES = 4;

/** What a contestant used for the whole stream, in seconds. */
interface Cost {
  readonly cpu_s: number;
  /** Unknown where the cost was extrapolated. */
  readonly wall_s?: number;
}

/** One command that works through a stream. */
interface Contestant {
  readonly name: string;
  /** What it works through. */
  readonly lines: number;
  readonly bytes: number;
  readonly run: () => Cost;
}

interface Streams {
  readonly system: LabelledSystem;
  readonly lines: number;
  readonly message: string;
  readonly raw: string;
}

interface Commands {
  readonly ours: readonly string[];
  readonly readline: readonly string[];
  readonly python: string;
  readonly miner: string;
  readonly drain3_lines: number;
}

/** Whoever leaves lines out is no contestant. */
function checkLines(found: unknown, expected: number, name: string): void {
  if (Number(found) !== expected) throw new Error(`${name} read ${String(found)} of ${expected} lines.`);
}

/**
 * Drain3 takes half a minute for a million lines, so it gets the first ones. Its start-up counts once, and the rest by
 * line. That favours it, if anything: the more templates it has, the more a line costs it.
 */
function costOfDrain3({ stdout, cpu_s }: MeasuredChild, lines: number): Cost {
  const { lines: read, startup_cpu_s } = JSON.parse(stdout) as { lines: number; startup_cpu_s: number };
  return { cpu_s: startup_cpu_s + ((cpu_s - startup_cpu_s) * lines) / read };
}

const bytesOf = (path: string) => statSync(path).size;

function contestantsOf({ lines, message, raw }: Streams, commands: Commands): Contestant[] {
  const counting = (name: string, path: string, command: readonly string[], passes = 1): Contestant => ({
    name,
    lines: lines * passes,
    bytes: bytesOf(path) * passes,
    run: () => {
      const measured = runMeasured(command);
      checkLines((JSON.parse(measured.stdout) as { lines: number }).lines, lines * passes, name);
      return measured;
    },
  });
  const ours = (name: string, mode: string, format: 'message' | 'raw') => {
    const path = format === 'raw' ? raw : message;
    return counting(name, path, [...commands.ours, mode, commands.miner, format, path]);
  };
  const workers = (name: string, count: number) => {
    const mode = [`workers${count}`, commands.miner, 'raw', raw, String(WORKER_PASSES)];
    return counting(name, raw, [...commands.ours, ...mode], WORKER_PASSES);
  };
  const drain3 = (setup: Drain3Setup): Contestant => ({
    name: `drain3_${setup}`,
    lines,
    bytes: bytesOf(message),
    run: () => {
      const limit = Math.min(lines, commands.drain3_lines);
      const measured = runMeasured([commands.python, DRAIN3_SCRIPT, 'speed', setup, message, String(limit)]);
      checkLines((JSON.parse(measured.stdout) as { lines: number }).lines, limit, `drain3_${setup}`);
      return costOfDrain3(measured, lines);
    },
  });
  return [
    ours('template_id', 'id', 'message'),
    drain3('masks'),
    ours('record', 'record', 'message'),
    drain3('plain'),
    ours('template_id_raw', 'id', 'raw'),
    counting('readline', message, [...commands.readline, message]),
    workers('one_worker', 1),
    workers('two_workers', 2),
    { name: 'wc', lines, bytes: bytesOf(message), run: () => countByWc(message, lines) },
  ];
}

function countByWc(path: string, lines: number): Cost {
  const measured = runMeasured(['wc', '-l', path]);
  checkLines(Number.parseInt(measured.stdout, 10), lines, 'wc');
  return measured;
}

/** How right the templates are for the lines on which the speed is measured. */
function accuracyOn({ system, lines }: Streams, miner: string): Scores {
  const count = Math.min(lines, SCORED_LINES);
  const stream = streamLines(system);
  const messages = Array.from({ length: count }, () => stream.next().value as string);
  const truth = messages.map((_, index) => system.messages[index % system.messages.length]!.template);
  const predicted = mineMessages({ miner, messages }).map(({ template }) => template);
  return score({ truth, predicted });
}

const to = (digits: number, value: number) => Number(value.toFixed(digits));

function measureSystem(options: {
  streams: Streams;
  commands: Commands;
  rounds: number;
  say: (text: string) => void;
}) {
  const { streams, commands, rounds, say } = options;
  const { system, lines, message, raw } = streams;
  // Both files come from memory for everybody, the first one included.
  for (const path of [message, raw]) countByWc(path, lines);
  const contestants = contestantsOf(streams, commands);
  const costs = new Map(contestants.map(({ name }) => [name, [] as Cost[]]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const { name, run } of contestants) costs.get(name)!.push(run());
    const row = [...costs].map(([name, all]) => `${name} ${all.at(-1)!.cpu_s.toFixed(2)}`);
    say(`${system.name} ${round}/${rounds}, seconds of CPU: ${row.join(', ')}`);
  }
  const cpu = (name: string) => median(costs.get(name)!.map(({ cpu_s }) => cpu_s));
  const wall = (name: string) => median(costs.get(name)!.map(({ wall_s }) => wall_s!));
  const megabytes_per_s = (name: string) =>
    contestants.find((one) => one.name === name)!.bytes / 1e6 / cpu(name);
  const figureOf = ({ name, lines }: Contestant) => {
    const all = costs.get(name)!;
    return {
      cpu_s: to(3, cpu(name)),
      ...(all[0]!.wall_s !== undefined && { wall_s: to(3, wall(name)) }),
      lines_per_s: Math.round(lines / cpu(name)),
      mb_per_s: to(1, megabytes_per_s(name)),
      cpu_s_rounds: all.map(({ cpu_s }) => to(3, cpu_s)),
    };
  };
  return {
    template_id_vs_drain3_masks: to(2, cpu('drain3_masks') / cpu('template_id')),
    template_id_vs_drain3_plain: to(2, cpu('drain3_plain') / cpu('template_id')),
    template_id_vs_readline: to(2, cpu('readline') / cpu('template_id')),
    template_id_vs_wc: to(4, cpu('wc') / cpu('template_id')),
    record_vs_drain3_masks: to(2, cpu('drain3_masks') / cpu('record')),
    two_workers: to(2, wall('one_worker') / wall('two_workers')),
    mb_per_s_raw: to(1, megabytes_per_s('template_id_raw')),
    accuracy: accuracyOn(streams, commands.miner),
    contestants: Object.fromEntries(contestants.map((one) => [one.name, figureOf(one)])),
  };
}

/** The systems asked for; by default those of {@link SYSTEMS} that are there, else all. */
function chooseSystems(found: readonly LabelledSystem[], asked: string | undefined): LabelledSystem[] {
  const names = asked?.split(',').map((name) => name.trim()) ?? SYSTEMS;
  const chosen = found.filter(({ name }) => names.includes(name));
  if (asked === undefined) return chosen.length > 0 ? chosen : [...found];
  const missing = names.filter((name) => !found.some((system) => system.name === name));
  if (missing.length === 0) return chosen;
  throw new BenchError(
    `There is no ${missing.join(', ')} in the data. There are: ${found.map(({ name }) => name).join(', ')}.`,
  );
}

/** The figures of which the smallest over the systems stands for all. */
const SMALLEST = [
  'template_id_vs_drain3_masks',
  'template_id_vs_readline',
  'record_vs_drain3_masks',
  'two_workers',
  'mb_per_s_raw',
] as const;

/**
 * How fast lines are parsed, by CPU time of the whole process, reading and start-up included; for workers by the clock.
 * Contestants take turns, so that whatever else the machine does meets all of them.
 */
export const parseSpeed: Benchmark = {
  purpose: 'how fast lines are parsed, beside Drain3, readline and wc',
  options: {
    miner: { value: 'NAME', help: 'the miner to measure', default: DEFAULT_MINER },
    systems: { value: 'A,B', help: `systems to measure (default ${SYSTEMS.join(',')})` },
    rounds: { value: 'N', help: 'rounds; medians are reported', default: '5' },
    lines: { value: 'N', help: 'lines of each stream', default: '1000000' },
    'drain3-lines': {
      value: 'N',
      help: 'lines that Drain3 gets; its time for all of them is extrapolated',
      default: '100000',
    },
  },
  async run({ say, options }) {
    const miner = options['miner']!;
    checkMiner(miner);
    const [rounds, lines, drain3_lines] = ['rounds', 'lines', 'drain3-lines'].map((name) =>
      positiveInteger(options, name),
    ) as [number, number, number];
    const systems = chooseSystems(readLabelledSystems(options['data']), options['systems']);
    const commands: Commands = {
      ours: await bundleChild('ours_child'),
      readline: await bundleChild('readline_child'),
      python: installDrain3(say),
      miner,
      drain3_lines,
    };
    const streams = systems.map((system) => ({
      system,
      lines,
      raw: streamFile({ system, format: 'raw', lines, say }),
      message: streamFile({ system, format: 'message', lines, say }),
    }));
    if (drain3_lines < lines)
      say(`Drain3 reads ${drain3_lines} of ${lines} lines; its time for all of them is extrapolated.`);
    const measured = streams.map((each) => measureSystem({ streams: each, commands, rounds, say }));
    return {
      ...Object.fromEntries(
        SMALLEST.map((figure) => [figure, Math.min(...measured.map((each) => each[figure]))]),
      ),
      accuracy: meanScores(measured.map(({ accuracy }) => accuracy)),
      miner,
      rounds,
      lines,
      drain3_lines: Math.min(lines, drain3_lines),
      drain3_extrapolated: drain3_lines < lines,
      scored_lines: Math.min(lines, SCORED_LINES),
      systems: Object.fromEntries(systems.map(({ name }, index) => [name, measured[index]])),
    };
  },
};
