/** The server half links to the same lines: see there. */
export {
  anomalyQuery,
  type LogQuery,
  linesQuery,
  storyQuery,
  templateQuery,
} from '../../common/discover/log_queries.ts';
