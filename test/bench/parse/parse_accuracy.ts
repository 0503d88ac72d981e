import { createRandom } from '../../../demo/shop/random.ts';
import type { Benchmark } from '../benchmark.ts';
import { type LabelledSystem, readLabelledSystems } from './labelled_systems.ts';
import { checkMiner, DEFAULT_MINER, type MinedMessage, mineMessages } from './parser_under_test.ts';
import { installDrain3, templatesByDrain3 } from './peers/drain3.ts';
import { meanScores, score, type Scores } from './score.ts';

/** Other orders in which the same messages are fed. */
type Order = 'shuffled' | 'reversed';
const SHUFFLE_SEED = 5;

interface SystemResult {
  readonly name: string;
  readonly ours: Scores;
  readonly peer: Scores;
  readonly lines: number;
  /** Lines whose first-given id is still theirs. */
  readonly kept: number;
  /** Lines with the same final template in another order. */
  readonly agreeing: Readonly<Record<Order, number>>;
}

/** Positions of the messages in another order. */
function orderOf(order: Order, count: number): number[] {
  const positions = Array.from({ length: count }, (_, index) => index);
  if (order === 'reversed') return positions.reverse();
  const random = createRandom([SHUFFLE_SEED]);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = random.integer(0, last);
    [positions[last], positions[other]] = [positions[other]!, positions[last]!];
  }
  return positions;
}

/** The template is compared as people read it, names of its values included. */
function countAgreeing(options: {
  order: Order;
  messages: readonly string[];
  mined: readonly MinedMessage[];
  mine: (messages: readonly string[]) => readonly MinedMessage[];
}): number {
  const positions = orderOf(options.order, options.messages.length);
  const others = options.mine(positions.map((position) => options.messages[position]!));
  return positions.filter((position, index) => others[index]!.text === options.mined[position]!.text).length;
}

function measure(options: {
  system: LabelledSystem;
  mine: (messages: readonly string[]) => readonly MinedMessage[];
  peer: readonly string[];
}): SystemResult {
  const { system, mine, peer } = options;
  const messages = system.messages.map(({ message }) => message);
  const truth = system.messages.map(({ template }) => template);
  const mined = mine(messages);
  const isKept = ({ first_id, live_id, matched_id }: MinedMessage) =>
    live_id === first_id && matched_id === first_id;
  const agreeing = (order: Order) => countAgreeing({ order, messages, mined, mine });
  return {
    name: system.name,
    ours: score({ truth, predicted: mined.map(({ template }) => template) }),
    peer: score({ truth, predicted: peer }),
    lines: messages.length,
    kept: mined.filter(isKept).length,
    agreeing: { shuffled: agreeing('shuffled'), reversed: agreeing('reversed') },
  };
}

const percent = (share: number) => (100 * share).toFixed(1).padStart(5);
const scoresText = ({ GA, FGA, PA, FTA }: Scores) => [GA, FGA, PA, FTA].map(percent).join(' ');
const rowText = (name: string, { ours, peer }: { ours: Scores; peer: Scores }) =>
  `${name.padEnd(12)} ${scoresText(ours)}    ${scoresText(peer)}`;

/** Shares over all lines of the systems given. */
function sharesOf(results: readonly SystemResult[]) {
  const lines = results.reduce((sum, result) => sum + result.lines, 0);
  const share = (count: (result: SystemResult) => number) =>
    results.reduce((sum, result) => sum + count(result), 0) / lines;
  const orders = {
    shuffled: share(({ agreeing }) => agreeing.shuffled),
    reversed: share(({ agreeing }) => agreeing.reversed),
  };
  return {
    online_id_kept: share(({ kept }) => kept),
    order_agreement: Math.min(orders.shuffled, orders.reversed),
    orders,
  };
}

/**
 * How right templates are: one configuration for all systems, the messages in their order, given without their header.
 * A line counts with the final template of the id that it was given at first, merges resolved.
 */
export const parseAccuracy: Benchmark = {
  purpose: 'how right templates are, beside Drain3 with masks',
  options: {
    miner: { value: 'NAME', help: 'the miner to measure', default: DEFAULT_MINER },
  },
  run({ say, options }) {
    const miner = options['miner']!;
    checkMiner(miner);
    const mine = (messages: readonly string[]) => mineMessages({ miner, messages });
    const systems = readLabelledSystems(options['data']);
    const python = installDrain3(say);
    say(`Drain3 with masks on ${systems.length} systems …`);
    const peers = templatesByDrain3({
      python,
      setup: 'masks',
      logs: systems.map(({ messages }) => messages.map(({ message }) => message)),
    });
    say(`${''.padEnd(12)} ours: GA, FGA, PA, FTA       Drain3 with masks`);
    const results = systems.map((system, index) => {
      const result = measure({ system, mine, peer: peers[index]! });
      say(rowText(system.name, result));
      return result;
    });
    const ours = meanScores(results.map((result) => result.ours));
    const peer = meanScores(results.map((result) => result.peer));
    say(rowText('mean', { ours, peer }));
    return {
      ours,
      peer,
      ...sharesOf(results),
      systems: Object.fromEntries(
        results.map((result) => [
          result.name,
          { ours: result.ours, peer: result.peer, ...sharesOf([result]) },
        ]),
      ),
      miner,
    };
  },
};
