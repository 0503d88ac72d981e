import { EuiBasicTable, EuiButton, EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiText } from '@elastic/eui';
import { useState } from 'react';
import type { Expectation } from '../../common/api.ts';
import { useAnswer } from '../api/use_answer.ts';
import { useServices } from '../app/services.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import { Answered } from '../states/answered.tsx';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { useTimeFormat } from '../time/format_time.ts';
import { aboutText, kindText } from './expectation_words.ts';
import { MaintenanceForm } from './maintenance_form.tsx';
import { SensitivityForm } from './sensitivity_form.tsx';
import { useTakeBack } from './use_expectations.ts';

/** More than are in force at a time. */
const SHOWN = 100;

/** What people said in advance and is not over: what it suppressed, and the way back. */
export function ExpectationsPanel() {
  const { may } = useServices();
  const answer = useAnswer('expectations', { query: { state: 'open', size: SHOWN } });
  const [form, setForm] = useState<'maintenance' | 'sensitivity'>();
  const close = () => setForm(undefined);
  const actions = (
    <EuiFlexGroup gutterSize="s" responsive={false} wrap>
      <EuiFlexItem grow={false}>
        <EuiButton size="s" iconType="calendar" onClick={() => setForm('maintenance')}>
          {translate('logAi.expectations.maintenance.title', { defaultMessage: 'Plan maintenance' })}
        </EuiButton>
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiButton size="s" iconType="controlsHorizontal" onClick={() => setForm('sensitivity')}>
          {translate('logAi.expectations.sensitivity.title', { defaultMessage: 'Set sensitivity' })}
        </EuiButton>
      </EuiFlexItem>
    </EuiFlexGroup>
  );
  return (
    <Panel
      title={translate('logAi.expectations.title', { defaultMessage: 'Expectations' })}
      note={translate('logAi.expectations.titleNote', { defaultMessage: 'what is expected' })}
      {...(may.edit && { action: actions })}
    >
      {form === 'maintenance' && <MaintenanceForm onClose={close} />}
      {form === 'sensitivity' && <SensitivityForm onClose={close} />}
      <Answered answer={answer}>
        {({ expectations }) =>
          expectations.length === 0 ? (
            <Nothing
              title={translate('logAi.expectations.none', { defaultMessage: 'No expectations' })}
              iconType="bellSlash"
            >
              {translate('logAi.expectations.noneHint', {
                defaultMessage:
                  'Anomalies that you mark as expected in advance, planned maintenance, and sensitivities of services appear here.',
              })}
            </Nothing>
          ) : (
            <ExpectationsTable expectations={expectations} />
          )
        }
      </Answered>
    </Panel>
  );
}

function ExpectationsTable({ expectations }: { readonly expectations: readonly Expectation[] }) {
  const { may } = useServices();
  const format = useTimeFormat();
  return (
    <EuiBasicTable<Expectation>
      tableCaption={translate('logAi.expectations.caption', {
        defaultMessage: 'Expectations in force or planned, with the anomalies that they suppressed',
      })}
      compressed
      items={[...expectations]}
      itemId="id"
      data-test-subj={TEST_IDS.expectations}
      columns={[
        {
          name: translate('logAi.expectations.column.what', { defaultMessage: 'Expectation' }),
          render: (expectation: Expectation) => <What expectation={expectation} />,
        },
        {
          name: translate('logAi.expectations.column.time', { defaultMessage: 'In force' }),
          width: '250px',
          render: ({ from, until }: Expectation) =>
            until === undefined
              ? translate('logAi.expectations.since', {
                  defaultMessage: 'since {time}',
                  values: { time: format.short(from) },
                })
              : `${format.short(from)} – ${format.short(until)}`,
        },
        {
          name: translate('logAi.expectations.column.suppressed', { defaultMessage: 'Suppressed' }),
          width: '150px',
          render: ({ kind, suppressed, last_suppressed }: Expectation) =>
            kind === 'sensitivity' ? (
              '–'
            ) : (
              <div>
                {formatCount(suppressed)}
                {last_suppressed !== undefined && (
                  <EuiText size="xs" color="subdued">
                    {translate('logAi.expectations.last', {
                      defaultMessage: 'last {time}',
                      values: { time: format.short(last_suppressed) },
                    })}
                  </EuiText>
                )}
              </div>
            ),
        },
        ...(may.edit
          ? [
              {
                name: translate('logAi.expectations.takeBack', { defaultMessage: 'Take back' }),
                width: '130px',
                render: (expectation: Expectation) => <TakeBack expectation={expectation} />,
              },
            ]
          : []),
      ]}
    />
  );
}

function What({ expectation }: { readonly expectation: Expectation }) {
  const { about, note, by } = expectation;
  const said = [by, note].filter((part) => part !== undefined).join(': ');
  return (
    <div css={{ overflowWrap: 'anywhere' }}>
      {`${kindText(expectation)} · ${aboutText(about)}`}
      {said !== '' && (
        <EuiText size="xs" color="subdued">
          {said}
        </EuiText>
      )}
    </div>
  );
}

function TakeBack({ expectation }: { readonly expectation: Expectation }) {
  const { mutate, isLoading } = useTakeBack();
  return (
    <EuiButtonEmpty
      size="xs"
      flush="left"
      iconType="editorUndo"
      isLoading={isLoading}
      aria-label={translate('logAi.expectations.takeBackWhat', {
        defaultMessage: 'Take back: {what}',
        values: { what: aboutText(expectation.about) },
      })}
      onClick={() => mutate(expectation.id)}
    >
      {translate('logAi.expectations.takeBack', { defaultMessage: 'Take back' })}
    </EuiButtonEmpty>
  );
}
