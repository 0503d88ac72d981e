import type { Observable } from 'rxjs';
import { expectTypeOf, it } from 'vitest';
import type * as browser from '../../../public/kibana/contract.ts';
import type * as server from '../../../server/kibana/contract.ts';
import type { createCoreContracts } from '../../host/browser/core_contracts.ts';
import type { createCore } from '../../host/server/core.ts';
import type { createLogger } from '../../host/server/log.ts';
import type { RESPONSES } from '../../host/server/responses.ts';

type Callable = ((...given: never[]) => unknown) | (abstract new (...given: never[]) => unknown);

/** The names of all members, down to functions, observables and what Elasticsearch gives. */
type Members<T> = T extends Callable
  ? 'function'
  : T extends Observable<unknown> | server.ElasticsearchClient
    ? 'value'
    : T extends Promise<infer Value>
      ? Members<Value>
      : { readonly [Name in keyof T]: Members<T[Name]> };

type Browser = ReturnType<typeof createCoreContracts>;
type Server = ReturnType<typeof createCore>;

/** Kibana 8.12, which is imitated, has neither `rendering` nor `security` in core yet. */
type CoreStart = Omit<browser.CoreStart, 'rendering'>;
/** What is absent in some versions, 8.12 has. The bar for KQL and filters is not imitated: the host is a Kibana without it. */
interface StartPlugins {
  readonly triggersActionsUi: Required<NonNullable<browser.StartPlugins['triggersActionsUi']>>;
  readonly data: {
    readonly query: Omit<NonNullable<browser.StartPlugins['data']>['query'], 'filterManager'>;
  };
}
interface HandlerContext {
  readonly core: Promise<Omit<Awaited<server.RequestHandlerContext['core']>, 'security'>>;
}

it('core has the members of the contracts, and no others', () => {
  expectTypeOf<Members<Browser['start']>>().toEqualTypeOf<Members<CoreStart>>();
  expectTypeOf<Members<Browser['setup']>>().toEqualTypeOf<Members<browser.CoreSetup>>();
  expectTypeOf<Members<Browser['plugins']>>().toEqualTypeOf<Members<StartPlugins>>();
  expectTypeOf<Members<Browser['setup_plugins']>>().toEqualTypeOf<Members<Required<browser.SetupPlugins>>>();
  expectTypeOf<Members<Server['setup']>>().toEqualTypeOf<Members<server.CoreSetup>>();
  expectTypeOf<Members<ReturnType<Server['contextIn']>>>().toEqualTypeOf<Members<HandlerContext>>();
  expectTypeOf<Members<typeof RESPONSES>>().toEqualTypeOf<Members<server.ResponseFactory>>();
  expectTypeOf<Members<ReturnType<typeof createLogger>>>().toEqualTypeOf<Members<server.Logger>>();
});
