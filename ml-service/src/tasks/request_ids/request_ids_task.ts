import { DAY_MS, HOUR_MS, MINUTE_MS, minuteOf, timeOfMinute } from '../../../../common/minutes.ts';
import {
  drawIds,
  idsToAsk,
  isContradicted,
  judgeParameters,
  type ParameterLine,
  type ParameterName,
  sampleParameters,
} from '../../correlate/joining/request_parameters.ts';
import { inSlices } from '../../parse/in_slices.ts';
import type { LogStore, ValueLine } from '../../ports/logs.ts';
import type { TimeRange } from '../../ports/time.ts';
import type { CatalogKeeper } from '../catalog/catalog_keeper.ts';
import type { RequestParameters } from '../catalog/request_parameter_book.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';
import type { TaskPorts, TaskSettings } from '../cycle/cycle.ts';
import { readDoneUntil, type Task, watermarkOf } from '../run/task.ts';
import { readRequestIdState, type RequestIdState } from './request_id_state.ts';

const BUDGET_MS = 20_000;
/** Which parameters hold ids changes when programs do. */
const EVERY_MS = 10 * MINUTE_MS;
/** So far back lines are looked for: those of a service that writes seldom are found, too. */
const READ_MS = 2 * HOUR_MS;
/** Some 10 MB, and more requests than are needed to tell. */
const MOST_LINES = 20_000;
/** Ids whose lines of a day are looked up in a run: twenty searches of the index of terms. */
const MOST_IDS = 2000;
/** Lines of each template that was decided about before, and templates that are looked at again in a run. */
const REVIEWED = { lines: 50, templates: 20 };
/** What was refused is told for so long: of lines that got an id by another value nothing more is read. */
const TOLD_MS = DAY_MS;
const MOST_TOLD = 1000;
const MOST_EXAMPLES = 5;

/** What a run found. */
export interface RequestIdsSummary {
  /** Lines that were read. */
  readonly lines: number;
  /** What is to be taken up. */
  readonly decisions: readonly RequestParameters[];
}

const NOTHING: RequestIdsSummary = { lines: 0, decisions: [] };

/**
 * Learns which parameters of templates hold ids of requests, from lines that name none, and hands it to who learns templates. Done
 * until: when lines were read last.
 */
export function requestIdsTask(
  options: Pick<TaskSettings, 'visibility' | 'lag_ms' | 'learns_request_ids'> & {
    readonly ports: TaskPorts;
    readonly keeper: Pick<CatalogKeeper, 'view'>;
  },
): Task<RequestIdsSummary> {
  const { ports, keeper, lag_ms, visibility } = options;
  const { logs, state } = ports;
  return {
    name: 'request_ids',
    budget_ms: BUDGET_MS,
    async run({ lease }) {
      if (options.learns_request_ids !== true) return NOTHING;
      const relabelled = await readDoneUntil(state, 'relabel');
      const now = ports.now();
      const before = await readRequestIdState(state);
      if (relabelled === undefined || !isDue(before, now)) return NOTHING;
      const { settle_ms } = await visibility();
      const to = timeOfMinute(minuteOf(Math.min(now - settle_ms, relabelled) - lag_ms));
      const range = { from: to - READ_MS, to };
      const catalog = await keeper.view();
      const known = catalog.request_parameters.all();
      const { lines, is_new } = await readLines({ logs, catalog, range });
      const sampled = await inSlices(sampleParameters(lines), ports.pause);
      const reviewed = await readReviewed({ logs, known, range, now });
      const asked = new Set([...idsToAsk(sampled, MOST_IDS), ...reviewed.flatMap(({ ids }) => ids)]);
      const extents = await logs.idExtents([...asked], { from: to - DAY_MS, to: now });
      const verdicts = judgeParameters(sampled, extents);
      const learned = verdicts.filter(({ refused }) => refused === undefined);
      const taken_back = reviewed.filter(({ ids }) =>
        isContradicted(ids.flatMap((id) => extents.get(id) ?? [])),
      );
      const refused = [
        ...verdicts.flatMap(({ refused: reason, ...one }) => (reason ? [{ ...one, reason }] : [])),
        ...taken_back.map(({ template_id, parameter }) => ({ template_id, parameter, reason: 'recurs' })),
      ];
      const { decisions, parameters } = decide({ known, learned, taken_back, now });
      const after: RequestIdState = {
        done_until: now,
        is_young: is_new || (lines.length > 0 && lines.every(({ time }) => time > now - EVERY_MS)),
        decisions,
        learned: parameters.length,
        examples: parameters.slice(0, MOST_EXAMPLES),
        refused: toldRefusals({ before, learned, refused, now }),
      };
      await state.write(watermarkOf('request_ids'), after, lease);
      return { lines: lines.length, decisions };
    },
  };
}

function isDue({ done_until, is_young = false }: RequestIdState, now: number): boolean {
  return done_until === undefined || now - done_until >= (is_young ? MINUTE_MS : EVERY_MS);
}

/** Lines that name no request, where they may be joined to others. `is_new`: there are no lines yet, of any kind. */
async function readLines({
  logs,
  catalog,
  range,
}: {
  readonly logs: Pick<LogStore, 'requestIdUse' | 'unnamedLines'>;
  readonly catalog: Pick<TemplateCatalog, 'resolve'>;
  readonly range: TimeRange;
}): Promise<{ lines: readonly ParameterLine[]; is_new: boolean }> {
  const { naming, unnaming } = await logs.requestIdUse(range);
  const lines: ParameterLine[] = [];
  const services = new Set([...naming, ...unnaming]);
  if (unnaming.length === 0 || services.size === 1) return { lines, is_new: services.size === 0 };
  for await (const page of logs.unnamedLines({ range, max_lines: MOST_LINES }))
    for (const line of page) lines.push({ ...line, template_id: catalog.resolve(line.template_id) });
  return { lines, is_new: false };
}

/** A parameter that was learned, and some of its values. */
interface Reviewed extends ParameterName {
  readonly ids: readonly string[];
}

/** Values of parameters that were learned; of many templates those whose turn it is. */
async function readReviewed({
  logs,
  known,
  range,
  now,
}: {
  readonly logs: Pick<LogStore, 'valueLines'>;
  readonly known: readonly RequestParameters[];
  readonly range: TimeRange;
  readonly now: number;
}): Promise<readonly Reviewed[]> {
  const learned = known.filter(({ names }) => names.length > 0);
  const turns = Math.ceil(learned.length / REVIEWED.templates);
  const turn = turns === 0 ? 0 : Math.floor(now / EVERY_MS) % turns;
  const reviewed: Reviewed[] = [];
  for (const { template_id, names } of learned.slice(
    turn * REVIEWED.templates,
    (turn + 1) * REVIEWED.templates,
  )) {
    const samples = [{ template_ids: [template_id], share: 1 }];
    const lines: ValueLine[] = [];
    for await (const page of logs.valueLines({ range, samples, max_lines: REVIEWED.lines }))
      lines.push(...page);
    for (const parameter of names) {
      const values = lines.flatMap(({ params }) => params[parameter] ?? []);
      reviewed.push({ template_id, parameter, ids: drawIds(values.map(String)) });
    }
  }
  return reviewed;
}

/** What is to be taken up, and all that is learned then. */
function decide({
  known,
  learned,
  taken_back,
  now,
}: {
  readonly known: readonly RequestParameters[];
  readonly learned: readonly ParameterName[];
  readonly taken_back: readonly ParameterName[];
  readonly now: number;
}): { decisions: readonly RequestParameters[]; parameters: readonly ParameterName[] } {
  const before = new Map(known.map(({ template_id, names }) => [template_id, names]));
  const after = new Map(known.map(({ template_id, names }) => [template_id, new Set(names)]));
  for (const { template_id, parameter } of learned) {
    const names = after.get(template_id) ?? new Set();
    after.set(template_id, names.add(parameter));
  }
  for (const { template_id, parameter } of taken_back) after.get(template_id)?.delete(parameter);
  const decided = new Date(now).toISOString();
  const all = [...after].map(([template_id, names]) => ({ template_id, names: [...names].sort(), decided }));
  return {
    decisions: all.filter(
      ({ template_id, names }) => String(names) !== String([...(before.get(template_id) ?? [])].sort()),
    ),
    parameters: all.flatMap(({ template_id, names }) =>
      names.map((parameter) => ({ template_id, parameter })),
    ),
  };
}

/** Parameters that hold ids of something else, the last word on each. */
function toldRefusals({
  before,
  learned,
  refused,
  now,
}: {
  readonly before: RequestIdState;
  readonly learned: readonly ParameterName[];
  readonly refused: readonly (ParameterName & { readonly reason: string })[];
  readonly now: number;
}): RequestIdState['refused'] {
  const keyOf = ({ template_id, parameter }: ParameterName) => JSON.stringify([template_id, parameter]);
  const isOver = new Set([...learned, ...refused].map(keyOf));
  const still = before.refused.filter((one) => now - one.at < TOLD_MS && !isOver.has(keyOf(one)));
  return [...still, ...refused.map((one) => ({ ...one, at: now }))].slice(-MOST_TOLD);
}
