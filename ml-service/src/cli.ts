import { Command } from 'commander';
import { keepHeapSmall } from './adapters/process/node_heap.ts';
import { analyzeCommand } from './commands/analyze.ts';
import { backfillCommand } from './commands/backfill.ts';
import { backtestCommand } from './commands/backtest.ts';
import { withManners } from './commands/define_command.ts';
import { classifyCommand } from './commands/classify.ts';
import { expectCommand } from './commands/expect.ts';
import { incidentsCommand } from './commands/incidents.ts';
import { ingestCommand } from './commands/ingest.ts';
import { jobsCommand } from './commands/jobs.ts';
import { matcherCommand } from './commands/matcher.ts';
import { openapiCommand } from './commands/openapi.ts';
import { parseCommand } from './commands/parse.ts';
import { refineCommand } from './commands/refine.ts';
import { requestCommand } from './commands/request.ts';
import { requestsCommand } from './commands/requests.ts';
import { rulesCommand } from './commands/rules.ts';
import { serveCommand } from './commands/serve.ts';
import { setupCommand } from './commands/setup.ts';
import { templatesCommand } from './commands/templates.ts';
import { VERSION } from './version.ts';

keepHeapSmall();

const program = withManners(new Command('log-ai'))
  .description('Reads every log line: templates, anomalies with reasons, failed requests.')
  .version(VERSION)
  // A command may have options and commands below it with options of the same names.
  .enablePositionalOptions()
  .addHelpText('after', '\nThe first taste, no cluster needed:\n  $ log-ai analyze /var/log/syslog')
  .addCommand(analyzeCommand())
  .addCommand(parseCommand())
  .addCommand(classifyCommand())
  .addCommand(setupCommand())
  .addCommand(serveCommand())
  .addCommand(rulesCommand())
  .addCommand(ingestCommand())
  .addCommand(backfillCommand())
  .addCommand(backtestCommand())
  .addCommand(jobsCommand())
  .addCommand(incidentsCommand())
  .addCommand(requestCommand())
  .addCommand(requestsCommand())
  .addCommand(expectCommand())
  .addCommand(refineCommand())
  .addCommand(templatesCommand())
  .addCommand(matcherCommand())
  .addCommand(openapiCommand());

await program.parseAsync();
