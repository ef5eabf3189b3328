import { describe, expect, it } from 'vitest';
import { parsePort } from '../../../../../src/core/tasks-file/formats/port.ts';

describe('parsePort', () => {
  it.each([
    ['80', 80, 'tcp', 0, ''],
    ['80/udp', 80, 'udp', 0, ''],
    ['8080:80', 80, 'tcp', 8080, ''],
    ['8080:80/tcp', 80, 'tcp', 8080, ''],
    ['0:80', 80, 'tcp', 0, ''],
    ['127.0.0.1:8080:80', 80, 'tcp', 8080, '127.0.0.1'],
    ['127.0.0.1::80', 80, 'tcp', 0, '127.0.0.1'],
    ['[::1]:8080:80', 80, 'tcp', 8080, '::1'],
    ['65535:65535', 65535, 'tcp', 65535, ''],
  ])('reads %s as Compose does', (text, containerPort, protocol, hostPort, hostIp) => {
    expect(parsePort(text)).toEqual({ value: { containerPort, protocol, hostPort, hostIp } });
  });

  it.each([
    ['', 'is not a port: write "host:container"'],
    ['x', 'is not a port'],
    [':80', 'is not a port'],
    ['80:', 'is not a port'],
    ['-80', 'is not a port'],
    ['127.0.0.1:80', 'is not a port'],
    ['::1:80:80', 'is not a port'],
    ['3000-3005', 'is a range of ports: write each port on its own.'],
    ['3000-3005:3000-3005', 'is a range of ports'],
    ['80/sctp', '"sctp" is not a protocol'],
    ['80/', '"" is not a protocol'],
    ['localhost:80:80', '"localhost" is not an address'],
    ['[1.2.3]:80:80', '"[1.2.3]" is not an address'],
    ['0', '0 is not a port: write 1 to 65535.'],
    ['80:0', '0 is not a port'],
    ['65536:80', '65536 is not a port'],
    ['80:65536', '65536 is not a port'],
  ])('says what is wrong with "%s"', (text, problem) => {
    expect(parsePort(text)).toHaveProperty('problem', expect.stringContaining(problem));
  });
});
