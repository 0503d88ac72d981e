import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Command } from 'commander';
import { pino } from 'pino';
import { MAX_HEADER_BYTES } from '../../../common/api/caller.ts';
import { LogAiError, messageOf } from '../../../common/errors.ts';
import { createHttpApp } from '../adapters/http/app.ts';
import { composeLogAi, composeService } from '../compose.ts';
import { redactedConfig } from '../config.ts';
import { readConfig } from '../config/config_file.ts';
import { VERSION } from '../version.ts';
import { type ClusterOptions, CONFIG_OPTION } from './cluster_command.ts';
import { defineCommand, runAction } from './define_command.ts';

/** Requests under way get this long when the service is told to stop. */
const STOP_PATIENCE_MS = 10_000;

/**
 * Runs the service until it is told to stop. Without Elasticsearch it lives, says that it is not ready, and goes on
 * when Elasticsearch comes.
 */
export async function serve(options: ClusterOptions): Promise<void> {
  const config = readConfig({ file: options.config, env: process.env });
  const logger = pino({
    level: config.log.level,
    redact: ['authorization', '*.password', '*.api_key', '*.api_token'],
  });
  logger.info({ version: VERSION, config: redactedConfig(config) }, 'Log AI starts');
  const stopping = new AbortController();
  const logAi = composeLogAi(config, {
    signal: stopping.signal,
    onRetry: ({ attempt, delay_ms, error }) => {
      logger.warn({ attempt, delay_ms }, `Elasticsearch: ${messageOf(error)}; trying again`);
    },
    onProblem: ({ code, message, details }) => {
      logger.error({ code, ...details }, message);
    },
    onJob: ({ job: { id, status, done, total, result }, outcome, error }) => {
      const said = { job: id, status, done, total, result };
      if (outcome === 'failed') logger.error({ ...said, err: error }, `job failed: ${messageOf(error)}`);
      else logger.info(said, `job ${outcome}`);
    },
  });
  const service = composeService({ logAi, config, logger });
  const app = createHttpApp({
    services: service.services,
    logger,
    metrics: service.metrics,
    version: VERSION,
    max_body_bytes: config.http.max_body_bytes,
    api_token: config.http.api_token,
  });
  const server = await listen(
    () => createServer({ maxHeaderSize: MAX_HEADER_BYTES }, app).listen(config.http.port, config.http.host),
    config.http,
  );
  const { port } = server.address() as AddressInfo;
  logger.info({ host: config.http.host, port }, `Log AI listens on http://${config.http.host}:${port}`);
  service.start();
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  logger.info('Log AI stops');
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const patience = setTimeout(() => {
    server.closeAllConnections();
    stopping.abort();
  }, STOP_PATIENCE_MS);
  server.closeIdleConnections();
  await Promise.all([closed, service.scheduler.stop(), logAi.jobs.stop()]);
  clearTimeout(patience);
  await logAi.close();
}

function listen(start: () => Server, { host, port }: { host: string; port: number }): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = start();
    server.once('listening', () => resolve(server));
    server.once('error', (cause) => {
      reject(
        new LogAiError(
          'config_invalid',
          `Log AI cannot listen on ${host}:${port}: end what uses it, or set http.port.`,
          { cause },
        ),
      );
    });
  });
}

/** `log-ai serve`: the companion service. */
export function serveCommand(): Command {
  return defineCommand({
    name: 'serve',
    description: 'run the service: learn, count, detect and correlate on schedule, and answer the HTTP API',
    examples: [
      'ELASTICSEARCH_URL=http://127.0.0.1:9200 log-ai serve',
      'curl http://127.0.0.1:5605/api/v1/status',
      'LOG_AI_HTTP__PORT=8080 LOG_AI_LOG__LEVEL=debug log-ai serve',
    ],
  })
    .option(...CONFIG_OPTION)
    .action(runAction((flags: ClusterOptions) => serve(flags)));
}
