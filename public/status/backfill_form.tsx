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
} from '@elastic/eui';
import { useEffect, useState } from 'react';
import { translate } from '../kibana/i18n.ts';
import { formatCount, formatDuration } from '../quantities/format_quantity.ts';
import { useServices } from '../app/services.ts';
import { resolveRange } from '../time/time_selection.ts';
import { useTime } from '../time/time_context.tsx';
import { useBackfillStart } from './use_job_steering.ts';

/** Asks for a backfill, of the time that the other views show unless another is chosen, after saying how much there is to do. */
export function BackfillForm({ onClose }: { readonly onClose: () => void }) {
  const { range } = useTime();
  const { date_format } = useServices().settings;
  // It begins with the time of the other views; the page goes on, and what was asked for stays.
  const [asked, setAsked] = useState(range);
  const [rate, setRate] = useState('');
  const limit = rate === '' ? undefined : Number(rate);
  const isValid = limit === undefined || (Number.isInteger(limit) && limit >= 1);
  const request = {
    kind: 'backfill' as const,
    ...asked,
    ...(limit !== undefined && isValid && { rate_limit_docs_per_s: limit }),
  };
  const estimate = useBackfillStart(onClose);
  const start = useBackfillStart(onClose);
  const { mutate: ask } = estimate;
  useEffect(() => ask({ kind: 'backfill', ...asked, dry_run: true }), [ask, asked]);
  const { data } = estimate;
  return (
    // EUI 90 says of a modal neither.
    <EuiModal onClose={onClose} role="dialog" aria-modal aria-labelledby="log-ai-backfill-title">
      <EuiModalHeader>
        <EuiModalHeaderTitle id="log-ai-backfill-title">
          {translate('logAi.status.backfill.title', { defaultMessage: 'Backfill a past time range' })}
        </EuiModalHeaderTitle>
      </EuiModalHeader>
      <EuiModalBody>
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
        <EuiText size="s">
          <p aria-live="polite">
            {data && 'documents' in data
              ? translate('logAi.status.backfill.estimate', {
                  defaultMessage:
                    '{count, plural, one {# document} other {# documents}}, {unlabelled} without a template. Estimated duration without a limit: {duration}.',
                  values: {
                    count: data.documents,
                    unlabelled: formatCount(data.unlabelled),
                    duration: formatDuration(data.estimated_seconds * 1000),
                  },
                })
              : translate('logAi.status.backfill.counting', { defaultMessage: 'Counting documents…' })}
          </p>
        </EuiText>
        <EuiSpacer size="m" />
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
