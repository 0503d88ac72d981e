import type { LayoutSummary } from '../../../common/analysis_report.ts';
import type { RawEvent } from '../ingest/raw_event.ts';
import type { ParsedEvent } from '../parse/parsed_event.ts';
import { excerptOfLine } from './kept_lines.ts';
import { proposeFormat } from './propose_format.ts';

/** What of an event is told, in the words of a report. */
const FIELDS = [
  ['timestamp', 'time'],
  ['level', 'level'],
  ['service', 'service'],
  ['request_id', 'request'],
] as const;
const MAX_EXAMPLE = 200;

/** Lines of a kind that are looked at for a proposal. */
const MAX_TRIED = 20;

interface Tally {
  count: number;
  readonly fields: readonly string[];
  example: string;
  proposal: string | undefined;
}

/** By which layouts the headers of events were read, and an example of each. */
export class LayoutTally {
  readonly #counts = new Map<string, Tally>();

  /** @param layout - Of the header, where one fits. */
  add(raw: RawEvent, event: ParsedEvent, layout: number | undefined): void {
    const isCarried = raw.timestamp !== undefined || raw.level !== undefined || raw.service !== undefined;
    const source = isCarried ? 'fields' : layout === undefined ? 'none' : `layout ${layout}`;
    let known = '';
    for (const [field] of FIELDS) known += event[field] === undefined ? '-' : '+';
    const key = `${source} ${known}`;
    const tally = this.#counts.get(key);
    const mayPropose = event.timestamp === undefined && tally?.proposal === undefined;
    if (tally !== undefined && (!mayPropose || tally.count > MAX_TRIED)) {
      tally.count += 1;
      return;
    }
    const example = excerptOfLine(firstLine(raw.message), MAX_EXAMPLE);
    const proposal = mayPropose ? proposeFormat(example) : undefined;
    if (tally === undefined) {
      const fields = FIELDS.flatMap(([field, name]) => (event[field] === undefined ? [] : [name]));
      this.#counts.set(key, { count: 1, fields, example, proposal });
      return;
    }
    tally.count += 1;
    if (proposal === undefined) return;
    tally.proposal = proposal;
    tally.example = example;
  }

  /** The most frequent first. */
  summaries(): LayoutSummary[] {
    return [...this.#counts.values()]
      .sort((a, b) => b.count - a.count)
      .map(({ count, fields, example, proposal }) => ({
        fields: [...fields],
        count,
        example,
        ...(proposal !== undefined && { proposal }),
      }));
  }
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : text.slice(0, end);
}
