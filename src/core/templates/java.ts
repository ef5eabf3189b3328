import type { JsonValue } from '../json-value.ts';
import { cacheFolder } from './template.ts';
import type { Facts, Made, Template } from './template.ts';

/** Tasks for Maven, or for the Gradle that a project brings. */
export const java: Template = {
  name: 'Java',
  id: 'java',
  reads: ['pom.xml', 'gradlew', 'build.gradle', 'build.gradle.kts', '.java-version'],
  make(facts) {
    if (facts.files.has('pom.xml')) return withMaven(facts);
    return facts.files.has('gradlew') ? withGradle(facts) : undefined;
  },
};

/** The versions with long-term support, for which there are images. */
const versions = [8, 11, 17, 21, 25];

/** The lowest of them that the project asks for at least; 21 where it does not say. */
function versionOf({ files }: Facts): number {
  const gradle = files.get('build.gradle.kts') ?? files.get('build.gradle') ?? '';
  const asked = [
    /^(?:1\.)?(\d+)/u.exec((files.get('.java-version') ?? '').trim()),
    /<(?:maven\.compiler\.(?:release|source)|java\.version|release)>\s*(?:1\.)?(\d+)/u.exec(
      files.get('pom.xml') ?? '',
    ),
    /(?:JavaLanguageVersion\.of\(|jvmToolchain\(|VERSION_|sourceCompatibility\s*=\s*['"]?)(?:1[._])?(\d+)/u.exec(
      gradle,
    ),
  ].find((match) => match !== null)?.[1];
  return versions.find((version) => version >= Number(asked ?? 21)) ?? 25;
}

function withMaven(facts: Facts): Made {
  const image = `maven:3-eclipse-temurin-${versionOf(facts)}`;
  // Java does not ask HOME for a user whom the image does not know.
  const env = { MAVEN_ARGS: `-Dmaven.repo.local=${cacheFolder}/maven` };
  const matcher: JsonValue = {
    ...{ owner: 'maven', fileLocation: 'absolute' },
    pattern: {
      regexp: String.raw`^\[(ERROR|WARNING)\] (/.+\.(?:java|kt)):\[(\d+),(\d+)\] (.*)$`,
      ...{ severity: 1, file: 2, line: 3, column: 4, message: 5 },
    },
  };
  const shared = { image, env, problemMatcher: [matcher] };
  const run = (command: string) => ({ command: `mvn --batch-mode ${command}` });
  return {
    why: 'pom.xml',
    tasks: [
      {
        fields: {
          label: 'build',
          ...shared,
          ...run('package -DskipTests'),
          group: { kind: 'build', isDefault: true },
        },
      },
      { fields: { label: 'test', ...shared, ...run('test'), group: { kind: 'test', isDefault: true } } },
    ],
  };
}

function withGradle(facts: Facts): Made {
  const matcher: JsonValue = {
    ...{ owner: 'gradle', fileLocation: 'absolute' },
    pattern: {
      regexp: String.raw`^(/.+\.java):(\d+): (error|warning): (.*)$`,
      ...{ file: 1, line: 2, severity: 3, message: 4 },
    },
  };
  const env = { GRADLE_USER_HOME: `${cacheFolder}/gradle` };
  const shared = { image: `eclipse-temurin:${versionOf(facts)}-jdk`, env, problemMatcher: [matcher] };
  // With sh, as the file may have lost its executable bit.
  const run = (command: string) => ({ command: `sh gradlew --no-daemon --console=plain ${command}` });
  return {
    why: 'gradlew',
    tasks: [
      {
        fields: { label: 'build', ...shared, ...run('assemble'), group: { kind: 'build', isDefault: true } },
      },
      { fields: { label: 'test', ...shared, ...run('test'), group: { kind: 'test', isDefault: true } } },
    ],
  };
}
