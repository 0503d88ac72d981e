import { Client } from '@elastic/elasticsearch';
import { type Load, writeMinute } from './cycle_lines.ts';

/** Writes a minute of lines for each message with its number, and answers when it is there. */
const [url, load] = JSON.parse(process.argv[2]!) as [string, Load];
const client = new Client({ node: url });
process.on('message', (minute: number) => {
  void writeMinute(client, { load, minute }).then(() => process.send!(minute));
});
