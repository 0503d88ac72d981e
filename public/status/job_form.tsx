import {
  EuiButton,
  EuiButtonEmpty,
  EuiFieldNumber,
  EuiFlexGroup,
  EuiFormRow,
  EuiModal,
  EuiModalBody,
  EuiModalFooter,
  EuiModalHeader,
  EuiModalHeaderTitle,
  EuiSpacer,
  EuiSuperDatePicker,
  EuiText,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { useEffect, useState } from 'react';
import type { StartJobRequest } from '../../common/api.ts';
import { BACKTEST_SENSITIVITIES } from '../../common/choices.ts';
import { useServices } from '../app/services.ts';
import { Choice } from '../expectations/choice.tsx';
import { translate } from '../kibana/i18n.ts';
import { formatCount, formatDuration } from '../quantities/format_quantity.ts';
import { resolveRange } from '../time/time_selection.ts';
import { useTime } from '../time/time_context.tsx';
import { sensitivityText } from './job_texts.ts';
import { useJobStart } from './use_job_steering.ts';

type JobKind = StartJobRequest['kind'];

const TITLES: Readonly<Record<JobKind, () => string>> = {
  backfill: () => translate('logAi.status.backfill.title', { defaultMessage: 'Backfill a past time range' }),
  backtest: () => translate('logAi.status.backtest.title', { defaultMessage: 'Back-test a past time range' }),
};

/** As it was set for each service, or one for all of them. */
const SENSITIVITIES = ['as_set', ...BACKTEST_SENSITIVITIES] as const;

/** Asks for a job on the time that the other views show unless another is chosen, after saying how much there is to do. */
export function JobForm({ kind, onClose }: { readonly kind: JobKind; readonly onClose: () => void }) {
  const { range } = useTime();
  const { date_format } = useServices().settings;
  const titleId = useGeneratedHtmlId();
  // It begins with the time of the other views; the page goes on, and what was asked for stays.
  const [asked, setAsked] = useState(range);
  const [rate, setRate] = useState('');
  const [sensitivity, setSensitivity] = useState<(typeof SENSITIVITIES)[number]>('as_set');
  const limit = rate === '' ? undefined : Number(rate);
  const isValid = limit === undefined || (Number.isInteger(limit) && limit >= 1);
  const request: StartJobRequest = {
    kind,
    ...asked,
    ...(limit !== undefined && isValid && { rate_limit_docs_per_s: limit }),
    ...(sensitivity !== 'as_set' && { sensitivity }),
  };
  const start = useJobStart(kind, onClose);
  return (
    // EUI 90 says of a modal neither.
    <EuiModal onClose={onClose} role="dialog" aria-modal aria-labelledby={titleId}>
      <EuiModalHeader>
        <EuiModalHeaderTitle id={titleId}>{TITLES[kind]()}</EuiModalHeaderTitle>
      </EuiModalHeader>
      <EuiModalBody>
        {kind === 'backtest' && (
          <>
            <EuiText size="s">
              <p>
                {translate('logAi.status.backtest.what', {
                  defaultMessage:
                    'Shows which anomalies and incidents would have been found in what is already counted. Nothing is changed.',
                })}
              </p>
            </EuiText>
            <EuiSpacer size="m" />
          </>
        )}
        <EuiFormRow
          label={translate('logAi.status.backfill.range', { defaultMessage: 'Time range' })}
          fullWidth
        >
          <EuiSuperDatePicker
            start={asked.from}
            end={asked.to}
            onTimeChange={({ start: from, end: to }) => {
              const chosen = resolveRange({ from, to }, new Date());
              if (chosen) setAsked(chosen);
            }}
            showUpdateButton={false}
            dateFormat={date_format}
            width="full"
          />
        </EuiFormRow>
        <EuiSpacer size="m" />
        <Estimate kind={kind} asked={asked} />
        <EuiSpacer size="m" />
        {kind === 'backtest' && (
          <>
            <Choice
              label={translate('logAi.status.backtest.sensitivity', {
                defaultMessage: 'Sensitivity of all services',
              })}
              options={SENSITIVITIES}
              textOf={sensitivityText}
              chosen={sensitivity}
              onChange={setSensitivity}
            />
            <EuiSpacer size="m" />
          </>
        )}
        <EuiFormRow
          label={translate('logAi.status.backfill.rate', { defaultMessage: 'Maximum documents per second' })}
          helpText={translate('logAi.status.backfill.rateHelp', {
            defaultMessage: 'Leave empty for no limit.',
          })}
          isInvalid={!isValid}
          error={translate('logAi.status.backfill.rateError', {
            defaultMessage: 'Enter a whole number of at least 1.',
          })}
        >
          <EuiFieldNumber
            value={rate}
            min={1}
            isInvalid={!isValid}
            onChange={({ target }) => setRate(target.value)}
          />
        </EuiFormRow>
      </EuiModalBody>
      <EuiModalFooter>
        <EuiFlexGroup justifyContent="flexEnd" responsive={false}>
          <EuiButtonEmpty onClick={onClose}>
            {translate('logAi.status.backfill.close', { defaultMessage: 'Close' })}
          </EuiButtonEmpty>
          <EuiButton
            fill
            isDisabled={!isValid}
            isLoading={start.isLoading}
            onClick={() => start.mutate(request)}
          >
            {translate('logAi.status.backfill.start', { defaultMessage: 'Start' })}
          </EuiButton>
        </EuiFlexGroup>
      </EuiModalFooter>
    </EuiModal>
  );
}

/** How much there is to do in a range, and how long it takes. */
function Estimate({
  kind,
  asked,
}: {
  readonly kind: JobKind;
  readonly asked: { readonly from: string; readonly to: string };
}) {
  const { mutate: ask, data } = useJobStart(kind, () => undefined);
  useEffect(() => ask({ kind, ...asked, dry_run: true }), [ask, kind, asked]);
  return (
    <EuiText size="s">
      <p aria-live="polite">
        {data && 'documents' in data
          ? estimateText(kind, data)
          : translate('logAi.status.backfill.counting', { defaultMessage: 'Counting documents…' })}
      </p>
    </EuiText>
  );
}

function estimateText(
  kind: JobKind,
  {
    documents: count,
    unlabelled,
    estimated_seconds,
  }: { readonly documents: number; readonly unlabelled: number; readonly estimated_seconds: number },
): string {
  const duration = formatDuration(estimated_seconds * 1000);
  return kind === 'backtest'
    ? translate('logAi.status.backtest.estimate', {
        defaultMessage:
          '{count, plural, one {# document} other {# documents}}. Estimated duration without a limit: {duration}.',
        values: { count, duration },
      })
    : translate('logAi.status.backfill.estimate', {
        defaultMessage:
          '{count, plural, one {# document} other {# documents}}, {unlabelled} without a template. Estimated duration without a limit: {duration}.',
        values: { count, unlabelled: formatCount(unlabelled), duration },
      });
}
