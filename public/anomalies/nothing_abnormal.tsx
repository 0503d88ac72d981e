import { useAnswer } from '../api/use_answer.ts';
import { useServiceCounts } from '../api/use_service_names.ts';
import { hasNoLines, NoLines } from '../states/no_lines.tsx';
import { Nothing } from '../states/nothing.tsx';
import { detectorName, verdictText } from '../status/verdict_text.ts';
import { useTimeFormat } from '../time/format_time.ts';
import { useTime } from '../time/time_context.tsx';

/** Says whether nothing was abnormal, or nobody could say. */
export function NothingAbnormal() {
  const { range } = useTime();
  const format = useTimeFormat();
  const { data: status } = useAnswer('status', {});
  const counts = useServiceCounts();
  const time = `${format.short(range.from)} and ${format.short(range.to)}`;
  const silent = status?.verdicts.filter(({ verdict }) => verdict === 'insufficient_history') ?? [];
  if (hasNoLines(counts, range)) return <NoLines title={`No lines were counted between ${time}`} />;
  return (
    <Nothing title={`Nothing abnormal between ${time}`} iconType={silent.length > 0 ? 'clock' : 'check'}>
      {silent.length > 0
        ? silent.map((verdict) => `The ${detectorName(verdict)} detector ${verdictText(verdict)}.`).join(' ')
        : 'How often lines come is judged once there are 30 minutes of history. A longer time may show more.'}
    </Nothing>
  );
}
