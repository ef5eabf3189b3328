import { expect, test } from 'vitest';
import { engineFailure, isTimeout, sentence } from '../../../../src/driver/docker/engine/engine-failure.ts';
import { EngineError, openResponse } from '../../../../src/driver/docker/engine/http.ts';
import { DriverError } from '../../../../src/driver/driver.ts';
import { startFakeEngine } from '../../../helpers/fake-engine.ts';

test('leaves what is for the user already', () => {
  const error = new DriverError('No.', 'Try again.');
  expect(engineFailure(error, 'do it')).toBe(error);
});

test('tells a call that was given up on, as Node reports it', async () => {
  await using engine = await startFakeEngine({ routes: { 'GET /slow': () => undefined } });
  const socketPath = engine.dockerHost.replace('unix://', '');
  const deadline = AbortSignal.any([new AbortController().signal, AbortSignal.timeout(20)]);
  const error = await openResponse(
    { protocol: 'http', socketPath },
    { method: 'GET', path: '/slow' },
    deadline,
  ).catch((reason: unknown) => reason);
  expect(isTimeout(error)).toBe(true);
  expect(engineFailure(error, 'start').message).toBe(
    'The engine did not answer in time when asked to start.',
  );
});

test('does not take an abort for a timeout', () => {
  expect(isTimeout(new DOMException('stop', 'AbortError'))).toBe(false);
  expect(isTimeout('TimeoutError')).toBe(false);
});

test('tells a connection that was lost', () => {
  const error = engineFailure(new Error('read ECONNRESET'), 'start the container');
  expect(error.message).toBe('The connection to the engine was lost while trying to start the container.');
});

test.each([
  // Recorded from Docker Engine 20.10 as far as nothing else is said.
  ['Conflict. The container name "/x" is already in use by container "ab".', 'Remove the other container'],
  ['Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available', 'Lower "resources.cpus"'],
  [
    'OCI runtime start failed: container process is already dead: unknown',
    'If the task sets "resources.pids"',
  ],
  ['Minimum memory limit allowed is 6MB', 'Raise "resources.memory"'],
  [
    'invalid mount config for type "bind": bind source path does not exist: /nonexistent/x',
    'Create the folder',
  ],
  ['create ../x: "../x" includes invalid characters for a local volume name', 'Correct "mounts"'],
  ['No command specified', 'Add "command"'],
  ['Invalid signal: SIGNOPE', 'Correct "stop.signal"'],
  ['Cannot mkdir: /etc/passwd is not a directory', 'Correct "cwd"'],
  ['unable to find user nobodyhere: no matching entries in passwd file', 'Use a user that the image has'],
  [
    'NanoCPUs can not be set, as your kernel does not support CPU CFS scheduler or the cgroup is not mounted',
    'or remove "resources.cpus"',
  ],
  ['wrong rlimit value: RLIMIT_BOGUS', 'Correct "resources.ulimits"'],
  ['error setting rlimit type 7: operation not permitted', 'Correct "resources.ulimits"'],
  ['could not select device driver "" with capabilities: [[gpu]]', 'Install the NVIDIA Container Toolkit'],
  ['network nosuch not found', 'Create it with "docker network create"'],
  ['Bind for 0.0.0.0:18080 failed: port is already allocated', 'choose another in "ports"'],
  ['listen tcp4 0.0.0.0:18081: bind: address already in use', 'choose another in "ports"'],
  ['listen tcp4 1.2.3.4:18080: bind: cannot assign requested address', 'Correct the address in "ports"'],
  ['bad format for add-host: "a"', 'Correct "extraHosts"'],
  ['invalid IP address in add-host: "300.1.1.1"', 'Correct "extraHosts"'],
  ['unable to apply caps: operation not permitted', 'Remove "privileged" and "capAdd"'],
  ['invalid CapAdd: unknown capability: "CAP_NOPE"', 'Correct "capAdd" or "capDrop"'],
  ['invalid --security-opt 2: "bogus=1"', 'Correct "securityOpt"'],
  ["Decoding seccomp profile failed: invalid character 'o' in literal null", 'Correct "securityOpt"'],
  [
    'image with reference x was found but does not match the specified platform: wanted linux/arm64, actual: linux/amd64',
    'Correct "platform"',
  ],
  ['"bogus": unknown operating system or architecture: invalid argument', 'Correct "platform"'],
  [
    'error mounting "/nonexistent/docker-init" to rootfs at "/sbin/docker-init": stat /nonexistent/docker-init: no such file or directory',
    'Install docker-init',
  ],
  ['exec: "docker-init": executable file not found in $PATH', 'Install docker-init'],
  ['write /var/lib/docker/tmp: no space left on device', 'Free disk space'],
  // As they are told in issues: Docker 28, rootless Podman, Podman, and the NVIDIA Container Toolkit.
  [
    'failed to bind host port for 0.0.0.0:7148:172.18.0.2:7148/tcp: address already in use',
    'choose another in "ports"',
  ],
  [
    'rootlessport cannot expose privileged port 80: listen tcp 0.0.0.0:80: bind: permission denied',
    'Choose a port of the host from 1024 on',
  ],
  ['unable to find network with name or ID nosuch: network not found', 'or correct "network"'],
  ['nvidia-container-cli: device error: 1: unknown device', 'Install the NVIDIA Container Toolkit'],
  [
    'failed to inject CDI devices: unresolvable CDI devices runtime.nvidia.com/gpu=all',
    'Install the NVIDIA Container Toolkit',
  ],
  // Recorded from Podman 4.3.
  [
    'container create: creating container storage: the container name "x" is already in use by ab. You have to remove that container to be able to reuse that name: that name is already in use',
    'Remove the other container',
  ],
  [
    'runc: runc create failed: unable to start container process: error during container init: error setting cgroup config for procHooks process: unable to set memory limit to 1000000 (current usage: 2564096, peak usage: 3006464): OCI runtime error',
    'Raise "resources.memory"',
  ],
  ['workdir "/etc/passwd" exists on container ab, but is not a directory', 'Correct "cwd"'],
  ['mounts denied: the path /x is not shared from the host', 'Share the folder'],
])('advises on: %s', (said, advice) => {
  const error = engineFailure(new EngineError(500, said), 'create the container');
  expect(error.message).toBe(`The engine could not create the container: ${sentence(said)}`);
  expect(error.advice).toContain(advice);
});

test('ends a message as a sentence, without the layers that it came through', () => {
  expect(sentence(' disk full\n')).toBe('disk full.');
  expect(sentence('Really?')).toBe('Really?');
  expect(
    sentence(
      'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "x": not found: unknown',
    ),
  ).toBe('exec: "x": not found.');
  expect(
    sentence(
      'driver failed programming external connectivity on endpoint container-tasks-1 (67ab): Error starting userland proxy: listen tcp4 0.0.0.0:18081: bind: address already in use',
    ),
  ).toBe('listen tcp4 0.0.0.0:18081: bind: address already in use.');
  expect(
    sentence(
      'preparing container 53ab for attach: runc: runc create failed: unable to start container process: error during container init: error setting rlimits for ready process: error setting rlimit type 7: operation not permitted: OCI permission denied',
    ),
  ).toBe('error setting rlimit type 7: operation not permitted.');
});
