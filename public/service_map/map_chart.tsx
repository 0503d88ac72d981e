import { EuiScreenReaderOnly, useEuiTheme } from '@elastic/eui';
import { useMemo, useRef, useState } from 'react';
import type { ServiceEdge, ServiceNode } from '../../common/api.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCompact, formatShare } from '../quantities/format_quantity.ts';
import { filterPatch } from '../requests/list_state.ts';
import { HereLink } from '../url/here_link.tsx';
import { callsSentence, wayText } from './call_words.ts';
import { type MapLayout, NODE, type PlacedNode, type Point } from './layout.ts';
import { MapEdge } from './map_edge.tsx';
import { MapTooltip } from './map_tooltip.tsx';
import { edgeKey, lineWidth, neighboursOf, noveltyOf, type ShownMap, toneOf } from './shown_map.ts';
import { useTones } from './tones.ts';

/** Room around the map: for arrows from outside, loops and focus rings. */
const MARGIN = 48;
/** How long an arrow from outside is. */
const FROM_OUTSIDE = 34;
const MAX_HEIGHT = 800;

/** What somebody looks at. */
type Looked = { readonly service: ServiceNode } | { readonly edge: ServiceEdge };

/** The size of a map as it is drawn without zoom, pixels. */
export function mapSizeOf({ width, height }: { readonly width: number; readonly height: number }) {
  return { width: width + 2 * MARGIN, height: height + 2 * MARGIN };
}

/**
 * Services as boxes, calls as arrows between them. A click on a service chooses it.
 *
 * @param layout - Of the same map.
 * @param chosen - The service whose neighbours stand out.
 */
export function MapChart({
  map,
  layout,
  before_known,
  chosen,
  zoom,
}: {
  readonly map: ShownMap;
  readonly layout: MapLayout;
  readonly before_known: boolean;
  readonly chosen: string | undefined;
  readonly zoom: number;
}) {
  const { euiTheme } = useEuiTheme();
  const tones = useTones();
  const [looked, setLooked] = useState<Looked>();
  const region = useRef<HTMLDivElement>(null);
  const size = mapSizeOf(layout);
  const most = Math.max(1, ...map.edges.map(({ calls }) => calls));
  const node_of = useMemo(() => new Map(layout.nodes.map((node) => [node.name, node])), [layout]);
  const points_of = useMemo(
    () => new Map(layout.edges.map((edge) => [edgeKey(edge), edge.points])),
    [layout],
  );
  const center = (looked && 'service' in looked ? looked.service.name : undefined) ?? chosen;
  const near = useMemo(
    () => (center === undefined ? undefined : neighboursOf(map.edges, center)),
    [map, center],
  );
  const touches = ({ caller, callee }: ServiceEdge, name: string | undefined) =>
    caller === name || callee === name;
  const pointsOf = (edge: ServiceEdge) =>
    edge.caller === undefined ? entryPoints(node_of.get(edge.callee)!) : points_of.get(edgeKey(edge))!;
  const lookAt = (what: Looked) => (isLooking: boolean) => setLooked(isLooking ? what : undefined);
  return (
    <div
      ref={region}
      className="eui-scrollBar"
      role="region"
      aria-label={translate('logAi.serviceMap.label', {
        defaultMessage: 'Services and calls between them, the first ones at the left',
      })}
      // It scrolls, so that the keyboard has to reach it.
      tabIndex={0}
      css={{ position: 'relative', overflow: 'auto', maxHeight: MAX_HEIGHT }}
      data-test-subj={TEST_IDS.serviceMap}
    >
      <div style={{ position: 'relative', width: size.width * zoom, height: size.height * zoom }}>
        <div
          css={{ position: 'absolute', top: 0, left: 0, transformOrigin: '0 0' }}
          style={{ ...size, transform: `scale(${zoom})` }}
        >
          <svg width={size.width} height={size.height} css={{ position: 'absolute', top: 0, left: 0 }}>
            <g transform={`translate(${MARGIN} ${MARGIN})`}>
              {map.edges.map((edge) => (
                <MapEdge
                  key={edgeKey(edge)}
                  edge={edge}
                  points={pointsOf(edge)}
                  color={tones[toneOf(edge)]}
                  width={lineWidth(edge.calls, most)}
                  novelty={noveltyOf(edge, before_known)}
                  isFaint={
                    looked && 'edge' in looked
                      ? edgeKey(looked.edge) !== edgeKey(edge)
                      : center !== undefined && !touches(edge, center)
                  }
                  isReachable={chosen !== undefined && touches(edge, chosen)}
                  onLook={lookAt({ edge })}
                />
              ))}
            </g>
          </svg>
          {map.services.map((service) => (
            <div
              key={service.name}
              onMouseEnter={() => setLooked({ service })}
              onMouseLeave={() => setLooked(undefined)}
              onFocus={() => setLooked({ service })}
              onBlur={() => setLooked(undefined)}
              css={{ position: 'absolute', ...NODE }}
              style={{
                left: MARGIN + node_of.get(service.name)!.x,
                top: MARGIN + node_of.get(service.name)!.y,
                opacity: near && !near.has(service.name) ? 0.35 : 1,
              }}
            >
              <HereLink
                color="text"
                patch={filterPatch(service.name === chosen ? {} : { service: service.name })}
                aria-current={service.name === chosen}
                css={{
                  display: 'block',
                  boxSizing: 'border-box',
                  ...NODE,
                  padding: `${euiTheme.size.xs} ${euiTheme.size.s}`,
                  fontSize: 12,
                  lineHeight: '17px',
                  borderRadius: euiTheme.border.radius.medium,
                  border: `1px solid ${euiTheme.colors.mediumShade}`,
                  borderInlineStart: `5px solid ${tones[toneOf(service)]}`,
                  backgroundColor: euiTheme.colors.emptyShade,
                  '&[aria-current="true"]': {
                    outline: `2px solid ${euiTheme.colors.primary}`,
                    fontWeight: euiTheme.font.weight.bold,
                  },
                }}
              >
                <span className="eui-textTruncate" css={{ display: 'block' }}>
                  {service.name}
                </span>
                <span
                  className="eui-textTruncate"
                  css={{
                    display: 'block',
                    fontWeight: euiTheme.font.weight.regular,
                    color: euiTheme.colors.subduedText,
                  }}
                >
                  {nodeText(service)}
                </span>
                <EuiScreenReaderOnly>
                  <span>{callsSentence(service.name, service)}</span>
                </EuiScreenReaderOnly>
              </HereLink>
            </div>
          ))}
        </div>
        {looked && (
          <MapTooltip
            title={'edge' in looked ? wayText(looked.edge) : looked.service.name}
            note={'edge' in looked ? noveltyText(looked.edge, before_known) : undefined}
            now={'edge' in looked ? looked.edge : looked.service}
            before={('edge' in looked ? looked.edge : looked.service).before}
            place={tooltipPlace(
              'edge' in looked ? middleOf(pointsOf(looked.edge)) : belowOf(node_of.get(looked.service.name)!),
              zoom,
              region.current,
            )}
          />
        )}
      </div>
    </div>
  );
}

function nodeText({ calls, failures }: ServiceNode): string {
  const count = formatCompact(calls);
  return failures === 0
    ? translate('logAi.serviceMap.nodeCalls', {
        defaultMessage: '{calls, plural, one {# call} other {{count} calls}}',
        values: { calls, count },
      })
    : translate('logAi.serviceMap.nodeFailures', {
        defaultMessage: '{calls, plural, one {# call} other {{count} calls}}, {share} failed',
        values: { calls, count, share: formatShare(failures / calls) },
      });
}

function noveltyText(edge: ServiceEdge, before_known: boolean): string | undefined {
  const novelty = noveltyOf(edge, before_known);
  if (novelty === 'new')
    return translate('logAi.serviceMap.isNew', { defaultMessage: 'New: no such calls before' });
  if (novelty === 'gone')
    return translate('logAi.serviceMap.isGone', { defaultMessage: 'No such calls any more' });
  return undefined;
}

/** A short arrow to the left side of a service. */
function entryPoints({ x, y }: PlacedNode): readonly Point[] {
  const middle = y + NODE.height / 2;
  return [
    { x: x - FROM_OUTSIDE, y: middle },
    { x, y: middle },
  ];
}

const belowOf = ({ x, y }: PlacedNode): Point => ({ x: x + NODE.width / 2, y: y + NODE.height });

/** Of the part of an edge in its middle. */
function middleOf(points: readonly Point[]): Point {
  const at = Math.floor((points.length - 1) / 2);
  const [from, to] = [points[at]!, points[at + 1]!];
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}

/** It opens towards the middle of the part of the map that is seen, so that it is seen, too. */
function tooltipPlace(
  { x, y }: Point,
  zoom: number,
  region: HTMLElement | null,
): Parameters<typeof MapTooltip>[0]['place'] {
  const [left, top] = [(x + MARGIN) * zoom, (y + MARGIN) * zoom];
  const { scrollLeft = 0, scrollTop = 0, clientWidth = 0, clientHeight = 0 } = region ?? {};
  const above = top - scrollTop > clientHeight / 2;
  return {
    left,
    top: top + (above ? -(NODE.height + 8) : 8) * zoom,
    to_left: left - scrollLeft > clientWidth / 2,
    above,
  };
}
