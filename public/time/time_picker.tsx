import { EuiSuperDatePicker } from '@elastic/eui';
import { useTime } from './time_context.tsx';

/** Kibana's time picker with its refresh; as wide as it takes to read two dates. */
export function TimePicker() {
  const { selection, select, refresh } = useTime();
  return (
    <div css={{ minWidth: 'min(480px, calc(100vw - 240px))' }}>
      <EuiSuperDatePicker
        start={selection.from}
        end={selection.to}
        isPaused={selection.refresh_ms === 0}
        refreshInterval={selection.refresh_ms || 10_000}
        onTimeChange={({ start, end }) => select({ from: start, to: end })}
        onRefreshChange={({ isPaused, refreshInterval }) =>
          select({ refresh_ms: isPaused ? 0 : refreshInterval })
        }
        onRefresh={() => refresh()}
        updateButtonProps={{ iconOnly: true, fill: false }}
        compressed
        dateFormat="MMM D, YYYY @ HH:mm:ss"
        width="auto"
      />
    </div>
  );
}
