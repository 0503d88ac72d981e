import { EuiGlobalToastList } from '@elastic/eui';
import type { ToastList } from './toasts.ts';
import { useObservable } from './use_observable.ts';

/** The corner of the page in which toasts come and go. */
export function ToastCorner({ list }: { readonly list: ToastList }) {
  const toasts = useObservable(list.toasts$, []);
  return (
    <EuiGlobalToastList
      data-test-subj="globalToastList"
      toasts={[...toasts]}
      dismissToast={({ id }) => list.remove(id)}
      toastLifeTimeMs={Infinity} // each toast has its own
    />
  );
}
