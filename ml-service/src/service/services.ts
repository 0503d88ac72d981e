import type { HttpServices } from '../ports/api.ts';
import { anomalyServices } from './anomalies.ts';
import { classifyServices } from './classify.ts';
import { countServices } from './counts.ts';
import { editServices } from './edits.ts';
import { detectionServices } from './detection.ts';
import { expectationServices } from './expectations.ts';
import { incidentServices } from './incidents.ts';
import { jobServices } from './jobs.ts';
import { parseServices } from './parse.ts';
import { requestServices } from './requests.ts';
import { serviceMapServices } from './service_map.ts';
import type { ServiceParts } from './service_parts.ts';
import { statusServices } from './status.ts';
import { similarityServices } from './similarity.ts';
import { templateServices } from './templates.ts';

/** What the HTTP API does, in terms of stores and tasks. */
export function createServices(parts: ServiceParts): HttpServices {
  return {
    ...parseServices(parts),
    ...classifyServices(parts),
    ...templateServices(parts),
    ...similarityServices(parts),
    ...editServices(parts),
    ...countServices(parts),
    ...anomalyServices(parts),
    ...expectationServices(parts),
    ...incidentServices(parts),
    ...requestServices(parts),
    ...serviceMapServices(parts),
    ...detectionServices(parts),
    ...jobServices(parts),
    ...statusServices(parts),
  };
}
