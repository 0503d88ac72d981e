import { translate } from '../kibana/i18n.ts';
import { formatDuration, formatOffset } from '../quantities/format_quantity.ts';
import type { WaterfallGap } from './waterfall.ts';

/** A gap in a sentence: how long nobody wrote, and what is usual. */
export function gapText({ start_ms, wait_ms, usual_ms, times }: WaterfallGap): string {
  const [wait, start, usual] = [formatDuration(wait_ms), formatOffset(start_ms), formatDuration(usual_ms)];
  return times === 0
    ? translate('logAi.requests.gap.byItself', {
        defaultMessage:
          'Gap: no lines for {wait} from {start}; between other lines of this request it is usually {usual}.',
        values: { wait, start, usual },
      })
    : translate('logAi.requests.gap.byOthers', {
        defaultMessage:
          'Gap: no lines for {wait} from {start}; between these two lines it was at most {usual} in {times, plural, one {# case} other {# cases}}.',
        values: { wait, start, usual, times },
      });
}
