import {
  EuiBadge,
  EuiButton,
  EuiCallOut,
  EuiConfirmModal,
  EuiFlexGroup,
  EuiFlexItem,
  EuiLink,
  EuiSpacer,
  EuiText,
} from '@elastic/eui';
import { useState } from 'react';
import type { SavedObjectsResponse, SavedObjectStep } from '../../common/api.ts';
import { useServices } from '../app/services.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { Answered } from '../states/answered.tsx';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { onPlainClick } from '../url/view_link.tsx';
import { type Standing, standingOf } from './dashboards_standing.ts';
import { useDashboards, useDashboardsWork } from './use_dashboards.ts';
import { translate } from '../kibana/i18n.ts';

const BADGES: Readonly<Record<Standing['state'], { readonly color: string; readonly text: () => string }>> = {
  not_installed: {
    color: 'default',
    text: () => translate('logAi.status.dashboards.notInstalled', { defaultMessage: 'Not installed' }),
  },
  installed: {
    color: 'success',
    text: () => translate('logAi.status.dashboards.installed', { defaultMessage: 'Installed' }),
  },
  outdated: {
    color: 'primary',
    text: () => translate('logAi.status.dashboards.outdated', { defaultMessage: 'Update available' }),
  },
  newer: {
    color: 'warning',
    text: () =>
      translate('logAi.status.dashboards.newer', { defaultMessage: 'Installed by a newer version' }),
  },
};

function DashboardLink({ dashboard: { id, title, state } }: { readonly dashboard: SavedObjectStep }) {
  const { dashboards, navigate } = useServices();
  const href = dashboards?.hrefOf(id);
  return (
    <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false}>
      <EuiFlexItem grow={false}>
        {href === undefined ? (
          title
        ) : (
          <EuiLink href={href} onClick={onPlainClick(() => navigate(href))}>
            {title}
          </EuiLink>
        )}
      </EuiFlexItem>
      {state === 'changed' && (
        <EuiFlexItem grow={false}>
          <EuiBadge color="hollow">
            {translate('logAi.status.dashboards.changed', { defaultMessage: 'Changed by a user' })}
          </EuiBadge>
        </EuiFlexItem>
      )}
    </EuiFlexGroup>
  );
}

/** What is asked before a user's own changes may be lost, or links to a dashboard, and what is done then. */
const QUESTIONS = {
  replace: {
    title: () =>
      translate('logAi.status.dashboards.replaceTitle', { defaultMessage: 'Replace changed dashboards?' }),
    text: () =>
      translate('logAi.status.dashboards.replaceText', {
        defaultMessage:
          'The changes that users made to them are lost. To keep them, save a copy of each dashboard first.',
      }),
    confirm: () => translate('logAi.status.dashboards.replace', { defaultMessage: 'Replace' }),
    does: { work: 'install', overwrite: true },
  },
  remove: {
    title: () =>
      translate('logAi.status.dashboards.removeTitle', {
        defaultMessage: 'Remove the dashboards from this space?',
      }),
    text: () =>
      translate('logAi.status.dashboards.removeText', {
        defaultMessage:
          'This deletes the dashboards, saved searches, and data views of Log AI. What users changed or use elsewhere stays.',
      }),
    confirm: () => translate('logAi.status.dashboards.removeConfirm', { defaultMessage: 'Remove' }),
    does: { work: 'remove', overwrite: false },
  },
} as const;

function Confirmation({
  asked,
  onCancel,
  onConfirm,
}: {
  readonly asked: keyof typeof QUESTIONS;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}) {
  const { title, text, confirm } = QUESTIONS[asked];
  return (
    <EuiConfirmModal
      title={title()}
      onCancel={onCancel}
      onConfirm={onConfirm}
      cancelButtonText={translate('logAi.status.dashboards.cancel', { defaultMessage: 'Cancel' })}
      confirmButtonText={confirm()}
      buttonColor="danger"
    >
      <p>{text()}</p>
    </EuiConfirmModal>
  );
}

function Contents({ answer }: { readonly answer: SavedObjectsResponse }) {
  const { mutate, isLoading } = useDashboardsWork();
  const [asked, setAsked] = useState<keyof typeof QUESTIONS>();
  const { state, dashboards, changed } = standingOf(answer);
  const install = () => mutate({ work: 'install', overwrite: false });
  if (state === 'not_installed') {
    return (
      <Nothing
        title={translate('logAi.status.dashboards.notInSpace', {
          defaultMessage: 'Not installed in this space',
        })}
        iconType="dashboardApp"
        actions={
          <EuiButton fill size="s" isLoading={isLoading} onClick={install}>
            {translate('logAi.status.dashboards.install', { defaultMessage: 'Install dashboards' })}
          </EuiButton>
        }
      >
        {translate('logAi.status.dashboards.offer', {
          defaultMessage:
            'Five dashboards with data views and saved searches, to start from and to make your own.',
        })}
      </Nothing>
    );
  }
  return (
    <>
      {dashboards.map((dashboard) => (
        <EuiText size="s" key={dashboard.id}>
          <DashboardLink dashboard={dashboard} />
        </EuiText>
      ))}
      {changed.length > 0 && (
        <>
          <EuiSpacer size="m" />
          <EuiCallOut
            size="s"
            title={translate('logAi.status.dashboards.kept', {
              defaultMessage: 'An update keeps what users changed',
            })}
            iconType="iInCircle"
            data-test-subj={TEST_IDS.changedDashboards}
          >
            <p>
              {changed.map(({ title }) => title).join(', ')}
              {'. '}
              <EuiLink color="danger" onClick={() => setAsked('replace')}>
                {translate('logAi.status.dashboards.original', {
                  defaultMessage: 'Replace with the original',
                })}
              </EuiLink>
            </p>
          </EuiCallOut>
        </>
      )}
      <EuiSpacer size="m" />
      <EuiFlexGroup gutterSize="s" responsive={false}>
        {state === 'outdated' && (
          <EuiFlexItem grow={false}>
            <EuiButton fill size="s" isLoading={isLoading} onClick={install}>
              {translate('logAi.status.dashboards.update', { defaultMessage: 'Update' })}
            </EuiButton>
          </EuiFlexItem>
        )}
        <EuiFlexItem grow={false}>
          <EuiButton
            size="s"
            color="danger"
            iconType="trash"
            isDisabled={isLoading}
            onClick={() => setAsked('remove')}
          >
            {translate('logAi.status.dashboards.remove', { defaultMessage: 'Remove' })}
          </EuiButton>
        </EuiFlexItem>
      </EuiFlexGroup>
      {asked && (
        <Confirmation
          asked={asked}
          onCancel={() => setAsked(undefined)}
          onConfirm={() => {
            setAsked(undefined);
            mutate(QUESTIONS[asked].does);
          }}
        />
      )}
    </>
  );
}

/** The dashboards that come with Log AI, in the space that is open. */
export function DashboardsPanel() {
  const answer = useDashboards();
  const badge = answer.data && BADGES[standingOf(answer.data).state];
  return (
    <div data-test-subj={TEST_IDS.dashboards}>
      <Panel
        title={translate('logAi.status.dashboards.title', { defaultMessage: 'Dashboards' })}
        note={translate('logAi.status.dashboards.note', { defaultMessage: 'of Kibana, in this space' })}
        {...(badge && { action: <EuiBadge color={badge.color}>{badge.text()}</EuiBadge> })}
      >
        <Answered answer={answer}>{(data) => <Contents answer={data} />}</Answered>
      </Panel>
    </div>
  );
}
