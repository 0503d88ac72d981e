import type { Anomaly } from '../../common/api.ts';
import { type LaneKind, laneNameOf, type Span, touches } from './swimlane.ts';

/** A cell that somebody clicked, by its own bounds: it stays when the buckets of the swimlane become others. */
export interface CellSelection extends Span {
  readonly lane: string;
}

const SEPARATOR = '~';

/**
 * The selection as a link carries it.
 *
 * @example
 * formatCell({ lane: 'cart', from: 0, to: 60_000 }) // '1970-01-01T00:00:00.000Z~1970-01-01T00:01:00.000Z~cart'
 */
export function formatCell({ lane, from, to }: CellSelection): string {
  return [new Date(from).toISOString(), new Date(to).toISOString(), lane].join(SEPARATOR);
}

/** Reads what {@link formatCell} wrote; undefined for anything else. */
export function parseCell(text: string | undefined): CellSelection | undefined {
  const [begin = '', end = '', ...rest] = (text ?? '').split(SEPARATOR);
  const lane = rest.join(SEPARATOR);
  const [from, to] = [Date.parse(begin), Date.parse(end)];
  return lane !== '' && from < to ? { lane, from, to } : undefined;
}

/** Whether a stretch of a lane lies in what is selected. */
export function isSelected(selection: CellSelection | undefined, { lane, from, to }: CellSelection): boolean {
  return selection?.lane === lane && from < selection.to && to > selection.from;
}

/** The anomalies that touch the selected stretch of its lane. */
export function anomaliesIn({
  anomalies,
  by,
  selection,
}: {
  readonly anomalies: readonly Anomaly[];
  readonly by: LaneKind;
  readonly selection: CellSelection;
}): readonly Anomaly[] {
  return anomalies.filter(
    (anomaly) => laneNameOf(anomaly, by) === selection.lane && touches(anomaly, selection),
  );
}
