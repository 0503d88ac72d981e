import { useAnswer } from '../api/use_answer.ts';
import { useServiceCounts } from '../api/use_service_names.ts';
import { translate } from '../kibana/i18n.ts';
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
  const [from, to] = [format.short(range.from), format.short(range.to)];
  const silent = status?.verdicts.filter(({ verdict }) => verdict === 'insufficient_history') ?? [];
  if (hasNoLines(counts, range))
    return (
      <NoLines
        title={translate('logAi.anomalies.none.noLines', {
          defaultMessage: 'No lines between {from} and {to}',
          values: { from, to },
        })}
      />
    );
  return (
    <Nothing
      title={translate('logAi.anomalies.none.title', {
        defaultMessage: 'No anomalies between {from} and {to}',
        values: { from, to },
      })}
      iconType={silent.length > 0 ? 'clock' : 'check'}
    >
      {silent.length > 0
        ? silent
            .map((verdict) =>
              translate('logAi.anomalies.none.verdict', {
                defaultMessage: 'Detector {detector}: {verdict}.',
                values: { detector: detectorName(verdict), verdict: verdictText(verdict) },
              }),
            )
            .join(' ')
        : translate('logAi.anomalies.none.hint', {
            defaultMessage: 'Log rates are analyzed after 30 minutes of history. Try a longer time range.',
          })}
    </Nothing>
  );
}
