import { EuiProvider } from '@elastic/eui';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { ThemeService } from './contract.ts';

/** EUI's theme as Kibana has it, light or dark. */
export function KibanaTheme({
  theme,
  children,
}: {
  readonly theme: ThemeService;
  readonly children: ReactNode;
}) {
  const [isDark, setDark] = useState(false);
  useEffect(() => {
    const subscription = theme.theme$.subscribe(({ darkMode }) => setDark(darkMode));
    return () => subscription.unsubscribe();
  }, [theme]);
  return (
    <EuiProvider colorMode={isDark ? 'dark' : 'light'} globalStyles={false} utilityClasses={false}>
      {children}
    </EuiProvider>
  );
}
