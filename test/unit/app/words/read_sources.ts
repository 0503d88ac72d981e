import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../../../..');

/** A message as it is written in a source. */
export interface SourceMessage {
  readonly id: string;
  readonly default_message: string;
  /** Names that the call fills. */
  readonly values: readonly string[];
  /** Whether it is translated while its module loads. */
  readonly is_early: boolean;
  readonly place: string;
}

/** What a folder of sources says. */
export interface SourceWords {
  readonly messages: readonly SourceMessage[];
  /** Calls of which the message cannot be read, and texts that go around the translation, each with its place. */
  readonly faults: readonly string[];
}

const TRANSLATE = new Set(['translate', 'translateNodes']);

/** Properties of components, and keys of what tables and selects are made of, that people read or hear. */
const READ_BY_PEOPLE =
  /^(?:alt|aria-?label|beforeMessage|buttonContent|content|contentAriaLabel|description|details?|error|helpText|inputDisplay|label|legend|meaning|name|noItemsMessage|note|placeholder|prepend|tableCaption|text|title|valueText)$/i;

/** Properties that are called so and choose something. */
const CHOOSING = new Set(['Answered placeholder', 'FigurePanel name']);

/** Keys and properties of which no person reads the texts: styles, addresses, what tests and searches look for. */
const NOT_READ =
  /^(?:css|style|className|data-test-subj|keywords|gridTemplateColumns|padding|boxShadow|transform|textStyle)$/;

/** Constants that hold styles or patterns. */
const NO_WORDS = /(?:STYLE|COLUMNS|WIDTH|BARS|MARGIN|strip)$/;

/** What is the same in every language: names of products, of commands and of fields; and what is no word. */
const SAME_EVERYWHERE =
  /^(?:Log AI(?:: ·)?|npx log-ai setup|http\.request\.id|trace\.id|MMM D(?:, YYYY)?|\{searchValue\}|&nbsp;✗|[^\p{L}]*|\p{L})$/u;

/** Two words, or a word and a value, with a blank between them. */
const SENTENCE = /\p{L}[\p{L}'’,.:;…]*\s+\p{L}|\p{L}{3,} ·|· \p{L}{3,}/u;

/** What is no sentence for people in sources that also say some: queries, and what the log and the status of Kibana say in English. */
const FOR_MACHINES =
  /^(?:with errors|not service\.name: \*|· and ·|Bearer ·|The service of Log AI answers(?: again)?\.)$/;

/** What alerts say goes into mails and other systems, in English, as the sentences of the documents do. */
const OF_ALERTS = /^server\/rules\//;
const OF_ACTIONS = /\{\{context\./;

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => join(ROOT, folder, name))
    .sort();
}

/** Reads all messages of a folder, and what goes around them. */
export function readWords(folder: string): SourceWords {
  const read = filesBelow(folder).map((file) => readSource(relative(ROOT, file), readFileSync(file, 'utf8')));
  return { messages: read.flatMap(({ messages }) => messages), faults: read.flatMap(({ faults }) => faults) };
}

/** Reads the messages of one source. */
export function readSource(name: string, text: string): SourceWords {
  const messages: SourceMessage[] = [];
  const faults: string[] = [];
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const placeOf = (node: ts.Node) =>
    `${name}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
  const refuse = (node: ts.Node, why: string) => faults.push(`${placeOf(node)} ${why}`);

  const readCall = (call: ts.CallExpression) => {
    const [id, message] = call.arguments;
    const default_message = propertyOf(message, 'defaultMessage');
    if (!id || !ts.isStringLiteral(id) || !default_message || !ts.isStringLiteralLike(default_message)) {
      // The façade itself hands on what it was given.
      if (!name.includes('kibana/i18n') && !name.includes('kibana/translate_nodes')) {
        refuse(call, 'id and default message must be written out');
      }
      return;
    }
    messages.push({
      id: id.text,
      default_message: default_message.text,
      values: [...keysOf(message, 'values'), ...keysOf(message, 'nodes')].sort(),
      is_early: !isInFunction(call),
      place: placeOf(call),
    });
  };

  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      TRANSLATE.has(node.expression.text)
    ) {
      readCall(node);
      // The message has been read; the values may hold texts of their own.
      node.arguments.slice(1).forEach((argument) => {
        const values = [propertyOf(argument, 'values'), propertyOf(argument, 'nodes')];
        values.forEach((value) => value && ts.forEachChild(value, visit));
      });
      return;
    }
    const said = textOf(node);
    if (said !== undefined && !SAME_EVERYWHERE.test(said.trim()) && isRead(node, said)) {
      refuse(node, `goes around the translation: ${said.trim()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { messages, faults };
}

/** The text of a literal. Of one with places in it, what stands between them. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isJsxText(node)) return node.text;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('·');
}

/** Whether a text gets to people: it stands where they read, or it is a sentence that nobody else needs. */
function isRead(literal: ts.Node, text: string): boolean {
  if (ts.isJsxText(literal)) return true;
  if (FOR_MACHINES.test(text) || OF_ACTIONS.test(text)) return false;
  if (OF_ALERTS.test(literal.getSourceFile().fileName)) return false;
  let isSaid = true;
  for (let node = literal; !ts.isSourceFile(node.parent); node = node.parent) {
    const { parent } = node;
    if (ts.isImportDeclaration(parent) || ts.isLiteralTypeNode(parent)) return false;
    if (ts.isVariableDeclaration(parent) && NO_WORDS.test(parent.name.getText())) return false;
    // An error of this kind is a defect, told in words for who mends it.
    if (ts.isNewExpression(parent) && /^(?:Syntax)?Error$/.test(parent.expression.getText())) return false;
    if (isAsked(node)) isSaid = false;
    if (!ts.isJsxAttribute(parent) && !ts.isPropertyAssignment(parent)) continue;
    if (parent.name === node || NOT_READ.test(nameOf(parent))) return false;
    if (isSaid && READ_BY_PEOPLE.test(nameOf(parent)) && !isChoosing(parent)) return true;
    isSaid = false;
  }
  return SENTENCE.test(text);
}

const nameOf = ({ name }: ts.JsxAttribute | ts.PropertyAssignment) => name.getText().replaceAll(/['"]/g, '');

function isChoosing(attribute: ts.Node): boolean {
  if (!ts.isJsxAttribute(attribute)) return false;
  return CHOOSING.has(`${attribute.parent.parent.tagName.getText()} ${nameOf(attribute)}`);
}

/** Whether a literal is compared, looked up or handed to a function: then it is not what its expression gives. */
function isAsked(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isBinaryExpression(parent)) return /^(?:[!=]==?|[<>]=?|in)$/.test(parent.operatorToken.getText());
  return ts.isElementAccessExpression(parent) || ts.isCallExpression(parent) || ts.isFunctionLike(parent);
}

function propertyOf(node: ts.Node | undefined, name: string): ts.Expression | undefined {
  if (!node || !ts.isObjectLiteralExpression(node)) return undefined;
  for (const property of node.properties) {
    if (ts.isPropertyAssignment(property) && property.name.getText() === name) return property.initializer;
  }
  return undefined;
}

function keysOf(message: ts.Node | undefined, name: string): string[] {
  const values = propertyOf(message, name);
  if (!values || !ts.isObjectLiteralExpression(values)) return [];
  return values.properties.map((property) => property.name?.getText() ?? '');
}

function isInFunction(node: ts.Node): boolean {
  for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isFunctionLike(at)) return true;
  }
  return false;
}
