import {
  EuiButtonIcon,
  EuiFlexGroup,
  EuiFlexItem,
  EuiSpacer,
  EuiSwitch,
  EuiText,
  useResizeObserver,
} from '@elastic/eui';
import { useMemo, useState } from 'react';
import type { ServiceMapResponse } from '../../common/api.ts';
import { useAnswer } from '../api/use_answer.ts';
import { translate } from '../kibana/i18n.ts';
import { formatShare } from '../quantities/format_quantity.ts';
import { filterPatch } from '../requests/list_state.ts';
import { Answered } from '../states/answered.tsx';
import { FilterField, FilterSelect } from '../states/filter_row.tsx';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { useTime } from '../time/time_context.tsx';
import { useUrlState } from '../url/url_params.ts';
import { CallsTable } from './calls_table.tsx';
import { layoutOf } from './layout.ts';
import { MapChart, mapSizeOf } from './map_chart.tsx';
import { MapLegend } from './map_legend.tsx';
import { shownMapOf } from './shown_map.ts';

/** Of the zoom: below, nothing can be read. Fitted into its place, a map is not made smaller than that either. */
const ZOOM = { least: 0.4, most: 2, step: 1.25, least_fitted: 0.7 } as const;

/** Which service calls which, beside the period before. */
export function ServiceMapPanel() {
  const { range } = useTime();
  const answer = useAnswer('service_map', { query: range });
  return (
    <Panel
      title={translate('logAi.serviceMap.title', { defaultMessage: 'Service map' })}
      note={answer.data && answer.data.edges.length > 0 && noteText(answer.data)}
    >
      <Answered answer={answer} placeholder="chart" height={320}>
        {(data) => (data.edges.length === 0 ? <NoCalls /> : <ServiceMap data={data} />)}
      </Answered>
    </Panel>
  );
}

function ServiceMap({ data }: { readonly data: ServiceMapResponse }) {
  const { params, set } = useUrlState();
  const chosen = data.services.find(({ name }) => name === params.service)?.name;
  const [isNear, setNear] = useState(false);
  const [zoom, setZoom] = useState<number>();
  const [place, setPlace] = useState<HTMLDivElement | null>(null);
  const { width } = useResizeObserver(place, 'width');
  const map = useMemo(() => shownMapOf(data, isNear ? chosen : undefined), [data, isNear, chosen]);
  const layout = useMemo(
    () =>
      layoutOf({
        names: map.services.map(({ name }) => name),
        calls: map.edges.flatMap(({ caller, callee }) => (caller === undefined ? [] : [{ caller, callee }])),
        entries: map.entries,
      }),
    [map],
  );
  const fitted = width === 0 ? 1 : Math.min(1, Math.max(ZOOM.least_fitted, width / mapSizeOf(layout).width));
  const shown_zoom = zoom ?? fitted;
  const zoomTo = (factor: number) => setZoom(Math.min(ZOOM.most, Math.max(ZOOM.least, shown_zoom * factor)));
  const choose = (name: string) => set(filterPatch(name === '' ? {} : { service: name }));
  return (
    <>
      <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
        <FilterField least={180} most={280}>
          <FilterSelect
            label={translate('logAi.serviceMap.service', { defaultMessage: 'Service' })}
            options={[
              {
                value: '',
                text: translate('logAi.serviceMap.allServices', { defaultMessage: 'All services' }),
              },
              ...data.services.map(({ name }) => ({ value: name, text: name })),
            ]}
            value={chosen ?? ''}
            onChange={choose}
          />
        </FilterField>
        <EuiFlexItem grow={false}>
          <EuiSwitch
            compressed
            label={translate('logAi.serviceMap.onlyNear', { defaultMessage: 'Only its neighbors' })}
            checked={isNear && chosen !== undefined}
            disabled={chosen === undefined}
            onChange={({ target }) => setNear(target.checked)}
          />
        </EuiFlexItem>
        <EuiFlexItem grow={false} css={{ marginInlineStart: 'auto' }}>
          <EuiFlexGroup gutterSize="xs" responsive={false}>
            <ZoomButton
              iconType="magnifyWithMinus"
              label={translate('logAi.serviceMap.zoomOut', { defaultMessage: 'Zoom out' })}
              onClick={() => zoomTo(1 / ZOOM.step)}
            />
            <ZoomButton
              iconType="magnifyWithPlus"
              label={translate('logAi.serviceMap.zoomIn', { defaultMessage: 'Zoom in' })}
              onClick={() => zoomTo(ZOOM.step)}
            />
            <ZoomButton
              iconType="expand"
              label={translate('logAi.serviceMap.fit', { defaultMessage: 'Fit to width' })}
              onClick={() => setZoom(undefined)}
            />
          </EuiFlexGroup>
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      <div ref={setPlace}>
        <MapChart
          map={map}
          layout={layout}
          before_known={data.before_known}
          chosen={chosen}
          zoom={shown_zoom}
        />
      </div>
      <EuiSpacer size="s" />
      <MapLegend before_known={data.before_known} />
      {map.left_out > 0 && (
        <EuiText size="xs" color="subdued">
          {translate('logAi.serviceMap.leftOut', {
            defaultMessage:
              '{count, plural, one {# service} other {# services}} with few calls and failures not drawn; choose one above to see it',
            values: { count: map.left_out },
          })}
        </EuiText>
      )}
      <EuiSpacer size="m" />
      <CallsTable edges={map.edges} before_known={data.before_known} />
    </>
  );
}

function ZoomButton({
  iconType,
  label,
  onClick,
}: {
  readonly iconType: string;
  readonly label: string;
  readonly onClick: () => void;
}) {
  return (
    <EuiButtonIcon iconType={iconType} color="text" aria-label={label} title={label} onClick={onClick} />
  );
}

function NoCalls() {
  return (
    <Nothing
      title={translate('logAi.serviceMap.none', {
        defaultMessage: 'No calls between services in this time range',
      })}
      iconType="graphApp"
    >
      {translate('logAi.serviceMap.noneHint', {
        defaultMessage:
          'The map is made of lines that carry a request ID. Try a longer time range; what was indexed just now follows within a few minutes.',
      })}
    </Nothing>
  );
}

function noteText({ services, before_known, share }: ServiceMapResponse): string {
  const count = services.length;
  const told = before_known
    ? translate('logAi.serviceMap.note', {
        defaultMessage:
          '{count, plural, one {# service} other {# services}}, compared with the period of equal length before',
        values: { count },
      })
    : translate('logAi.serviceMap.noteAlone', {
        defaultMessage:
          '{count, plural, one {# service} other {# services}}; nothing is known of the period before',
        values: { count },
      });
  if (share === 1) return told;
  const sampled = translate('logAi.serviceMap.sampled', {
    defaultMessage: 'scaled up from at least {share} of the requests',
    values: { share: formatShare(share) },
  });
  return `${told}; ${sampled}`;
}
