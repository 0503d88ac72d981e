import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { DemoError } from '../demo_error.ts';

/** Elasticsearch 8.19 starts with Java 17 and newer. */
const OLDEST_JAVA = 17;

/** The home of a Java that runs Elasticsearch, from JAVA_HOME or the `java` on the PATH; the first that is new enough. */
export function findJavaHome(): string {
  const candidates = process.env.JAVA_HOME ? [join(process.env.JAVA_HOME, 'bin', 'java'), 'java'] : ['java'];
  const found = candidates.map(describeJava).filter((java) => java !== undefined);
  const fit = found.find((java) => java.major >= OLDEST_JAVA);
  if (fit) return fit.home;
  const [tooOld] = found;
  throw new DemoError(
    'java_missing',
    tooOld
      ? `Java ${tooOld.major} in ${tooOld.home} is too old for Elasticsearch: install Java ${OLDEST_JAVA} or newer, or set JAVA_HOME to one.`
      : `No Java was found: install Java ${OLDEST_JAVA} or newer (Debian: apt-get install openjdk-17-jre-headless), or set JAVA_HOME to one.`,
  );
}

function describeJava(command: string): { home: string; major: number } | undefined {
  // The properties name the real home, also where `java` is a link or a version manager's shim.
  const { stderr, error } = spawnSync(command, ['-XshowSettings:properties', '-version'], {
    encoding: 'utf8',
  });
  if (error) return undefined;
  const home = /^\s*java\.home = (.+)$/m.exec(stderr)?.[1];
  const version = /^\s*java\.specification\.version = (?:1\.)?(\d+)/m.exec(stderr)?.[1];
  return home && version ? { home, major: Number(version) } : undefined;
}
