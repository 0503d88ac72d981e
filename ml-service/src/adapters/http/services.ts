import type {
  AnomaliesQuery,
  DetectRequest,
  DetectResponse,
  LearnResponse,
  ParsedRecord,
  ParseRequest,
  ReadyResponse,
  RequestsQuery,
  RequestStoryResponse,
  StatusResponse,
  Template,
  TemplatesQuery,
} from '../../../../common/api.ts';
import type { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import type { RequestDocument } from '../../../../common/documents/request_document.ts';

/** What the routes do their work with. Each throws LogAiError; the app turns it into an answer. */
export interface HttpServices {
  parse(lines: ParseRequest['lines']): Promise<ParsedRecord[]>;
  templates(query: TemplatesQuery): Promise<{ total: number; templates: Template[] }>;
  template(id: string): Promise<Template>;
  anomalies(query: AnomaliesQuery): Promise<AnomalyDocument[]>;
  requests(query: RequestsQuery): Promise<RequestDocument[]>;
  request(id: string): Promise<RequestStoryResponse>;
  detect(range: DetectRequest): Promise<DetectResponse>;
  learn(): Promise<LearnResponse>;
  status(): Promise<StatusResponse>;
  readiness(): Promise<ReadyResponse>;
}
