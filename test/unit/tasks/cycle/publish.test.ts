import { expect, test } from 'vitest';
import type { TemplateCatalog } from '../../../../ml-service/src/tasks/catalog/template_catalog.ts';
import {
  MATCHER_STATE,
  publishForSetUp,
  readMatcherState,
} from '../../../../ml-service/src/tasks/cycle/publish.ts';
import { MemoryPublisher } from '../../../fixtures/memory_publisher.ts';
import { SharedState } from '../../../fixtures/memory_state.ts';

const catalog = {
  edits: { revision: 0 },
  compile: (generation: number) => ({ generation }),
} as unknown as TemplateCatalog;

test.each(['before ours is put', 'after ours is put'])(
  'a set-up leaves it at the later generation that a service publishes %s',
  async (when) => {
    const state = new SharedState().storeOf('setup', () => 0);
    await state.write(MATCHER_STATE, { generation: 3, published: true });
    const publisher = new MemoryPublisher(3);
    const put = publisher.publish.bind(publisher);
    publisher.publish = async (matcher) => {
      if (when === 'after ours is put') await put(matcher);
      await state.write(MATCHER_STATE, { generation: 5, published: true });
      await put({ ...matcher, generation: 5 });
      if (when === 'before ours is put') await put(matcher);
    };
    await publishForSetUp({ ports: { state, publisher }, catalog });
    expect(await readMatcherState(state)).toMatchObject({ generation: 5, published: true });
    expect(await publisher.installed()).toMatchObject({ generation: 5 });
  },
);
