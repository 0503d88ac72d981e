import { useUrlState } from '../url/url_params.ts';
import { useListAsLeft } from '../url/use_list_as_left.ts';
import { FoundIncidents } from './found_incidents.tsx';
import { IncidentDetails } from './incident_details.tsx';

/** The incidents of the chosen time, or all of the one that is chosen. */
export function IncidentsView() {
  const { incident, status, service, sort, page, kql, filters } = useUrlState().params;
  const list = useListAsLeft({
    isList: incident === undefined,
    list: { status, service, sort, page, kql, filters },
  });
  return incident === undefined ? (
    <FoundIncidents />
  ) : (
    <IncidentDetails key={incident} id={incident} list={list} />
  );
}
