import { useEffect, useRef } from 'react';
import { type UrlPatch, useUrlState } from '../url/url_params.ts';
import { FoundIncidents } from './found_incidents.tsx';
import { IncidentDetails } from './incident_details.tsx';

/** The incidents of the chosen time, or all of the one that is chosen. */
export function IncidentsView() {
  const { incident, status, service, sort, page } = useUrlState().params;
  // The way back leads to the list as it was left.
  const list = useRef<UrlPatch>({});
  useEffect(() => {
    if (incident === undefined) list.current = { status, service, sort, page };
  });
  return incident === undefined ? (
    <FoundIncidents />
  ) : (
    <IncidentDetails key={incident} id={incident} list={list.current} />
  );
}
