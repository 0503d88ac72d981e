import type { Lease, StateStore } from '../../ports/state.ts';
import type { LogStore } from '../../ports/logs.ts';
import type { RecordStore } from '../../ports/records.ts';
import type { TemplateStore } from '../../ports/templates.ts';
import { inSlices } from '../../parse/in_slices.ts';
import {
  changedMinutes,
  type CountedLines,
  documentsOfMinutes,
  recounted,
} from '../../store/counted_lines.ts';
import { templateLabelOf } from '../../store/template_label.ts';
import { watermarkOf } from '../run/task.ts';
import type { TemplateLabel } from '../../../../common/documents/template_label.ts';
import type { CatalogKeeper } from '../catalog/catalog_keeper.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';
import { noteRecounted } from '../judge/late_minutes.ts';
import { countedUntil, type CountState } from './count_state.ts';
import type { RecentCounts } from './recent_counts.ts';

/** Minutes counted at once, where they hold no more rows than this. */
const CHUNK_MINUTES = 30;
const CHUNK_ROWS = 50_000;
/** Who follows the counts and missed more than so many changes reads them all anew. */
const MOST_CHANGES = 500;

/** What counting works with. */
export interface CountOptions {
  readonly ports: {
    readonly logs: LogStore;
    readonly records: RecordStore;
    readonly templates: TemplateStore;
    readonly state: StateStore;
    readonly now: () => number;
    /** Lets others have the processor, in the midst of long work. */
    readonly pause: () => Promise<void>;
  };
  readonly keeper: Pick<CatalogKeeper, 'book'>;
  readonly recent: Pick<RecentCounts, 'note'>;
  readonly lease?: Lease | undefined;
}

/** A minute that holds more documents than it did. */
export interface GrownMinute {
  readonly minute: number;
  readonly before: number;
  readonly documents: number;
}

/** Writes how far counting has come. */
export async function writeCountState(
  { ports, lease }: Pick<CountOptions, 'ports' | 'lease'>,
  state: CountState,
): Promise<CountState> {
  await ports.state.write(watermarkOf('count'), state, lease);
  return state;
}

/**
 * Counts whole minutes anew and replaces what was counted there before: late documents, repairs and retries never
 * double anything. What lies in an index that cannot be read now stays as it was counted.
 *
 * The lines of a template are a sum over minutes, kept in another index than the counts. What it is without the minutes
 * at hand is written down before either changes: a run that was killed in between is made good by the next one.
 *
 * @param state - How far counting has come; returned as it was written last.
 * @returns With `state`, how many documents the minutes held that hold more of them than before.
 */
export async function countMinutes(
  options: CountOptions & {
    minutes: readonly number[];
    state: CountState;
  },
): Promise<{ state: CountState; grown: readonly GrownMinute[] }> {
  const minutes = [...new Set(options.minutes)].sort((a, b) => a - b);
  const grown: GrownMinute[] = [];
  let { state } = options;
  if (state.counting)
    ({ state } = await replaceCounts({ ...options, state, minutes: state.counting.minutes }));
  let at_once = 1;
  for (let done = 0; done < minutes.length;) {
    const chunk = minutes.slice(done, done + at_once);
    const replaced = await replaceCounts({ ...options, state, minutes: chunk });
    ({ state } = replaced);
    grown.push(...replaced.grown);
    done += chunk.length;
    const rows_a_minute = Math.max(1, replaced.rows / chunk.length);
    at_once = Math.max(1, Math.min(CHUNK_MINUTES, Math.floor(CHUNK_ROWS / rows_a_minute)));
  }
  return { state, grown };
}

async function replaceCounts(
  options: CountOptions & { minutes: readonly number[]; state: CountState },
): Promise<{ state: CountState; rows: number; grown: readonly GrownMinute[] }> {
  const { ports, keeper, recent, minutes } = options;
  const interrupted = options.state.counting;
  // What is there is read first: whoever counts the same minutes meanwhile wins, having seen more.
  const before = await ports.records.readMinutes(minutes);
  const { rows: now, readable } = await ports.logs.countMinutes(minutes);
  const rows = recounted({ before: before.rows, now, readable });
  const recounted_minutes = interrupted
    ? minutes
    : await inSlices(changedMinutes(before.rows, rows), ports.pause);
  if (recounted_minutes.length === 0) return { state: options.state, rows: rows.length, grown: [] };
  const grown = await grownMinutes(before.rows, rows, ports.pause);
  return keeper.book(async (catalog) => {
    if (interrupted) catalog.lines.setLines(interrupted.lines);
    const lines = await inSlices(
      catalog.lines.linesWithout({ before: interrupted ? [] : before.rows, after: rows }),
      ports.pause,
    );
    const counting = await writeCountState(options, {
      ...options.state,
      counting: { minutes: [...minutes], lines },
    });
    await noteRecounted({
      state: ports.state,
      minutes: recounted_minutes,
      counted_until: countedUntil(options.state) ?? 0,
    });
    catalog.lines.setLines(lines);
    await inSlices(catalog.lines.noteAllCounted(rows), ports.pause);
    await ports.records.writeCounts(before, rows, labelsOf(catalog));
    await catalog.documents.save(ports.templates, ports.now());
    const { counting: _done, ...rest } = counting;
    const revision = rest.revision + 1;
    const changed = minutes.map((minute): [number, number] => [revision, minute]);
    const state = await writeCountState(options, {
      ...rest,
      revision,
      changed: [...rest.changed, ...changed].slice(-MOST_CHANGES),
    });
    recent.note({ minutes, rows, revision });
    return { state, rows: rows.length, grown };
  });
}

/** How dashboards show the template of an id; each is looked up once. */
function labelsOf(catalog: TemplateCatalog): (template_id: string) => TemplateLabel | undefined {
  const labels = new Map<string, TemplateLabel | undefined>();
  return (id) => {
    if (!labels.has(id)) {
      const known = catalog.documents.get(catalog.resolve(id));
      labels.set(id, known && templateLabelOf(known));
    }
    return labels.get(id);
  };
}

async function grownMinutes(
  before: readonly CountedLines[],
  after: readonly CountedLines[],
  pause: () => Promise<void>,
): Promise<GrownMinute[]> {
  const held = await inSlices(documentsOfMinutes(before), pause);
  const holds = await inSlices(documentsOfMinutes(after), pause);
  return [...holds].flatMap(([minute, documents]) => {
    const one = { minute, before: held.get(minute) ?? 0, documents };
    return one.documents > one.before ? [one] : [];
  });
}
