import { useEffect, useState } from 'react';
import type { Observable } from 'rxjs';

/** The last value of an observable. */
export function useObservable<T>(observable: Observable<T>, first: T): T {
  // In functions of their own: values may be functions, which React would call.
  const [value, setValue] = useState(() => first);
  useEffect(() => {
    const subscription = observable.subscribe((next) => setValue(() => next));
    return () => subscription.unsubscribe();
    // Those of core live as long as the page: another wrapper around one says nothing new.
  }, []);
  return value;
}
