import { EuiSuperDatePicker } from '@elastic/eui';
import { useServices } from '../app/services.ts';
import { useTime } from './time_context.tsx';

/** What moves or rounds stays as it was written. */
const isDateMath = (text: string) => text.startsWith('now') || text.includes('||');

/**
 * Kibana's time picker with its refresh; as wide as it takes to read two dates.
 *
 * @param isRefreshOnly - What is shown is about now: only how often it is asked anew can be chosen.
 */
export function TimePicker({ isRefreshOnly }: { readonly isRefreshOnly: boolean }) {
  const { selection, range, select, refresh } = useTime();
  const { quick_ranges, date_format } = useServices().settings;
  return (
    <div
      css={{
        minWidth: isRefreshOnly ? 0 : 'min(480px, calc(100vw - 240px))',
        display: 'flex',
        justifyContent: 'flex-end',
      }}
    >
      <EuiSuperDatePicker
        // A date of another form than its own the picker would read as "2 years ago".
        start={isDateMath(selection.from) ? selection.from : range.from}
        end={isDateMath(selection.to) ? selection.to : range.to}
        isPaused={selection.refresh_ms === 0}
        refreshInterval={selection.refresh_ms || 10_000}
        onTimeChange={({ start, end }) => select({ from: start, to: end })}
        onRefreshChange={({ isPaused, refreshInterval }) =>
          select({ refresh_ms: isPaused ? 0 : refreshInterval })
        }
        onRefresh={() => refresh()}
        isAutoRefreshOnly={isRefreshOnly}
        updateButtonProps={{ iconOnly: true, fill: false }}
        compressed
        {...(quick_ranges.length > 0 && {
          commonlyUsedRanges: quick_ranges.map(({ from, to, display }) => ({
            start: from,
            end: to,
            label: display,
          })),
        })}
        dateFormat={date_format}
        width="auto"
      />
    </div>
  );
}
