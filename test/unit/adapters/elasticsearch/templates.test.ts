import { describe, expect, it } from 'vitest';
import { INDICES } from '../../../../common/indices.ts';
import {
  logsIndexTemplate,
  recordTemplates,
} from '../../../../ml-service/src/adapters/elasticsearch/setup/index_templates.ts';
import {
  compareInstalled,
  ownMeta,
} from '../../../../ml-service/src/adapters/elasticsearch/setup/ownership.ts';

describe('the templates of our records', () => {
  it('are one for each kind, strict, and dated ones are read through their name', () => {
    const templates = recordTemplates();
    expect(templates.map(({ name }) => name)).toEqual(Object.values(INDICES).map(({ name }) => name));
    for (const { body, meta } of templates) {
      expect(body.template?.mappings).toMatchObject({ dynamic: 'strict', _meta: meta });
    }
    const { body } = templates.find(({ name }) => name === 'log-ai-anomalies')!;
    expect(body).toMatchObject({
      index_patterns: ['log-ai-anomalies-*'],
      template: { aliases: { 'log-ai-anomalies': {} } },
    });
  });

  it('rise in version with each change: an older set-up is not to go back behind it', () => {
    const versions = recordTemplates().map(
      ({ name, meta }) => `${name} ${meta.version}: ${meta.fingerprint}`,
    );
    expect(versions).toMatchInlineSnapshot(`
      [
        "log-ai-templates 8: e9e62b88d59fbc601c9bffadb38e7930",
        "log-ai-template-counts 3: 35ea9ccdb5cb51a1fab888987141e250",
        "log-ai-anomalies 6: 273e876d62d30061f48603a468d5136f",
        "log-ai-requests 5: f0f9a2d499884c00194e35c9f913cc14",
        "log-ai-request-samples 3: 6839f44441d1a0928a0bba27ba12bc3a",
        "log-ai-edges 1: 22ce04cee91307445508fea7b546e6e5",
        "log-ai-incidents 4: 695b00bc89b8fafb663dd890cfd9d8c9",
        "log-ai-expectations 1: 8b9784d0ec2d5bfe289f8b2e96630089",
        "log-ai-jobs 2: 1ce743fd11160e7d8e97fd7fa89de1ea",
        "log-ai-state 2: 0bf001fc8c24dbb4d0164e874a6c696b",
        "log-ai-dead-letters 2: 9454837df1500641775df6b70ffaad79",
      ]
    `);
  });

  it('do not match one another', () => {
    const patterns = recordTemplates().flatMap(({ body }) => body.index_patterns ?? []);
    const names = patterns.map((pattern) => pattern.replace('*', '2026.11.22'));
    for (const name of names) {
      const matching = patterns.filter((pattern) => new RegExp(`^${pattern.replace('*', '.*')}$`).test(name));
      expect(matching).toHaveLength(1);
    }
  });
});

describe('the template of the logs', () => {
  it('is for data streams or for indices', () => {
    const patterns = ['logs-*'];
    expect(logsIndexTemplate({ patterns, data_streams: true }).body).toHaveProperty('data_stream');
    expect(logsIndexTemplate({ patterns, data_streams: false }).body).not.toHaveProperty('data_stream');
  });
});

describe('what is to be done with what is installed', () => {
  const wanted = ownMeta({ version: 2, content: { a: 1 } });
  const compare = (installed: { meta: unknown } | undefined) =>
    compareInstalled({ what: 'index template x', installed, wanted });

  it('nothing there is created, the same is kept, an older or different one updated', () => {
    expect(compare(undefined)).toBe('create');
    expect(compare({ meta: { ...wanted } })).toBe('keep');
    expect(compare({ meta: { ...wanted, version: 1 } })).toBe('update');
    expect(compare({ meta: ownMeta({ version: 2, content: { a: 2 } }) })).toBe('update');
  });

  it.each([[{ meta: undefined }], [{ meta: {} }], [{ meta: { product: 'other', version: 1 } }]])(
    '%j is left alone',
    (installed) => {
      expect(() => compare(installed)).toThrow("The index template x is not Log AI's: rename or remove it");
    },
  );

  it('a newer one is left alone', () => {
    expect(() => compare({ meta: { ...wanted, version: 3 } })).toThrow('has version 3, this Log AI knows 2');
  });
});
