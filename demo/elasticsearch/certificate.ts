import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { DemoError } from '../demo_error.ts';

/** The server's key with its certificate, in a file of its own configuration. */
export const KEYSTORE = 'http.p12';
/** Who may read the file has the key anyhow. */
export const KEYSTORE_PASSWORD = 'changeit';

/**
 * Makes a certificate for this machine, which is its own authority: who trusts it trusts nobody else.
 *
 * @returns The certificate as PEM.
 * @throws DemoError `elasticsearch_refused` when Java's keytool does not make it.
 */
export function makeCertificate({ javaHome, folder }: { javaHome: string; folder: string }): string {
  const store = [
    '-keystore',
    join(folder, KEYSTORE),
    '-storetype',
    'PKCS12',
    '-storepass',
    KEYSTORE_PASSWORD,
  ];
  const keytool = (args: readonly string[]): string => {
    const { status, stdout, stderr, error } = spawnSync(
      join(javaHome, 'bin', 'keytool'),
      [...args, ...store],
      {
        encoding: 'utf8',
      },
    );
    if (status === 0) return stdout;
    const reason = error?.message ?? `${stdout}${stderr}`.trim();
    throw new DemoError('elasticsearch_refused', `No certificate can be made for Elasticsearch: ${reason}`);
  };
  const names = ['-dname', 'CN=localhost', '-ext', 'san=dns:localhost,ip:127.0.0.1', '-ext', 'bc=ca:true'];
  keytool([
    '-genkeypair',
    '-alias',
    'http',
    '-keyalg',
    'RSA',
    '-keysize',
    '2048',
    '-validity',
    '3650',
    ...names,
  ]);
  return keytool(['-exportcert', '-rfc', '-alias', 'http']);
}
