import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import type { SeverityLabel } from '../../../common/levels.ts';
import { requiresImmediateAction } from '../../../common/severity_rule.ts';
import { openSeverityClassifier } from '../adapters/onnx/open_models.ts';
import { escapeText } from '../adapters/terminal/escape_text.ts';
import { type Style, terminalOf, writeText } from '../adapters/terminal/terminal.ts';
import { defineCommand, runAction } from './define_command.ts';

/** Lines of a pipe that are read together. */
const TEXTS_AT_ONCE = 256;

const STYLES: Partial<Record<SeverityLabel, Style>> = { warning: 'yellow', error: 'red', critical: 'red' };

/** `log-ai classify`: how severe messages are, by what they say. */
export function classifyCommand(): Command {
  return defineCommand({
    name: 'classify',
    description: [
      'Says how severe messages are, by what they say: no cluster is needed.',
      'Give messages without their header; log-ai analyze reads whole logs.',
    ].join('\n'),
    examples: [
      "log-ai classify 'Disk is full, journal cannot be written'",
      'log-ai parse app.log --json | jq -r .event_template | sort -u | log-ai classify -',
      "log-ai classify 'Retrying in 5 s' --json | jq .probabilities",
    ],
  })
    .argument('<texts...>', 'messages; - reads them from the standard input, one a line')
    .option(
      '--json',
      'one object a message: text, label, confidence, probabilities, requires_immediate_action',
    )
    .action(
      runAction(async (texts: readonly string[], { json }: { json?: true }) => {
        const classifier = openSeverityClassifier();
        try {
          for await (const some of inPortions(texts)) {
            const predictions = await classifier.classify(some);
            for (const [index, text] of some.entries()) {
              const prediction = predictions[index]!;
              await writeText(
                process.stdout,
                json
                  ? `${JSON.stringify({
                      text,
                      ...prediction,
                      requires_immediate_action: requiresImmediateAction(prediction),
                      model: classifier.model,
                    })}\n`
                  : lineOf(text, prediction),
              );
            }
          }
        } finally {
          await classifier.close();
        }
      }),
    );
}

function lineOf(text: string, { label, confidence }: { label: SeverityLabel; confidence: number }): string {
  const { paint } = terminalOf(process.stdout, process.env);
  const style = STYLES[label];
  const name = label.padEnd('informational'.length);
  return `${style ? paint(style, name) : name}  ${confidence.toFixed(2)}  ${escapeText(text)}\n`;
}

async function* inPortions(texts: readonly string[]): AsyncIterable<readonly string[]> {
  let portion: string[] = [];
  for await (const text of allTexts(texts)) {
    portion.push(text);
    if (portion.length < TEXTS_AT_ONCE) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}

async function* allTexts(texts: readonly string[]): AsyncIterable<string> {
  for (const text of texts) {
    if (text === '-') yield* createInterface({ input: process.stdin, crlfDelay: Infinity });
    else yield text;
  }
}
