import fs from 'node:fs';
import path from 'node:path';
import { askEngine } from './engine-api.ts';
import { eventually } from './eventually.ts';
import { provideImages } from './images.ts';
import { startDaemon, startPrivateEngine } from './private-engine.ts';
import type { PrivateEngine, PrivateEngineOptions } from './private-engine.ts';

/** A Docker Engine of our own to do things to that nobody does to another's. It has the tests' image. */
export interface BreakableEngine extends PrivateEngine {
  /** Ends dockerd and waits until it has ended. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Starts dockerd again after its end, and waits until it answers. */
  restart(): Promise<void>;
  /** Stops dockerd from doing anything: it accepts calls, and never answers. */
  freeze(): void;
  thaw(): void;
  /** The names of the containers that it has, whatever their state. */
  containers(): Promise<readonly string[]>;
}

/** Starts a {@link BreakableEngine}. @throws as {@link startPrivateEngine} does. */
export async function startBreakableEngine(options: PrivateEngineOptions = {}): Promise<BreakableEngine> {
  const engine = await startPrivateEngine(options);
  const { dockerHost, folder } = engine;
  await provideImages({ ...engine, isPrivate: true });
  const send = (signal: NodeJS.Signals): number => {
    const pid = Number(fs.readFileSync(path.join(folder, 'pid'), 'utf8'));
    process.kill(pid, signal);
    return pid;
  };
  return {
    ...engine,
    end: async (signal) => {
      const pid = send(signal);
      await eventually('the end of dockerd', () => !isRunning(pid), 30_000);
      await endContainerd(path.join(folder, 'exec/containerd/containerd.pid'));
    },
    restart: () => startDaemon(folder, options.flags),
    freeze: () => {
      const pid = send('SIGSTOP');
      // Until its last thread has stopped, it may still answer.
      for (const end = Date.now() + 1000; !isStopped(pid) && Date.now() < end;);
    },
    thaw: () => send('SIGCONT'),
    containers: async () => {
      const list = (await askEngine(dockerHost, 'GET', '/containers/json?all=true')) as { Names: string[] }[];
      return list.flatMap(({ Names }) => Names);
    },
  };
}

/** See proc_pid_stat(5). */
function isStopped(pid: number): boolean {
  const threads = fs.readdirSync(`/proc/${pid}/task`);
  return threads.every((thread) => {
    const stat = fs.readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')')).startsWith(') T');
  });
}

/** It ends with dockerd. Where nobody reaps it, the next dockerd takes it for one that still runs. */
async function endContainerd(pidFile: string): Promise<void> {
  if (!fs.existsSync(pidFile)) return;
  const pid = Number(fs.readFileSync(pidFile, 'utf8'));
  await eventually('the end of containerd', () => !isRunning(pid));
  fs.rmSync(pidFile, { force: true });
}

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s*Z/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
