import { useAnswer } from '../api/use_answer.ts';
import { Nothing } from '../states/nothing.tsx';
import { verdictText } from '../status/verdict_text.ts';
import { useTimeFormat } from '../time/format_time.ts';
import { useTime } from '../time/time_context.tsx';

/** Says whether nothing was abnormal, or nobody could say. */
export function NothingAbnormal() {
  const { range } = useTime();
  const format = useTimeFormat();
  const { data: status } = useAnswer('status', {});
  const silent = status?.verdicts.filter(({ verdict }) => verdict === 'insufficient_history') ?? [];
  return (
    <Nothing
      title={`Nothing abnormal between ${format.short(range.from)} and ${format.short(range.to)}`}
      iconType={silent.length > 0 ? 'clock' : 'check'}
    >
      {silent.length > 0
        ? silent
            .map(
              (verdict) => `The ${verdict.detector.replaceAll('_', ' ')} detector ${verdictText(verdict)}.`,
            )
            .join(' ')
        : 'How often lines come is judged once there are 30 minutes of history. A longer time may show more.'}
    </Nothing>
  );
}
