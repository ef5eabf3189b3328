import type { ContainerTask, TerminalSize } from '../../src/core/container-task.ts';
import type { RunResult } from '../../src/core/run-result.ts';
import { notRunning } from '../../src/driver/driver.ts';
import type {
  Abandoned,
  Cookie,
  Driver,
  Health,
  HostAccess,
  LocalImage,
  Network,
  Recovered,
  ResumePoint,
  Shell,
  TaskHandle,
} from '../../src/driver/driver.ts';

/** A driver that does what its test says, and keeps a record of what it was asked. */
export class FakeDriver implements Driver {
  /** In order: `prepare` or `recover` and `resume`, `run`, `wait`, `detach`, `close`; `abandoned`; `ping`; `hostAccess` with its volumes. */
  readonly calls: string[] = [];
  readonly tasks: ContainerTask[] = [];
  readonly resumed: ResumePoint[] = [];
  /** That terminals were given. */
  readonly sizes: TerminalSize[] = [];
  /** What each step does; each may be replaced. The default is a task that succeeds at once. */
  prepared: (signal: AbortSignal, task: ContainerTask) => Promise<void> = () => Promise.resolve();
  started: (signal: AbortSignal) => Promise<void> = () => Promise.resolve();
  waited: (signal: AbortSignal, task: ContainerTask) => Promise<RunResult> = () =>
    Promise.resolve({ status: 'success', exitCode: 0 });
  identified: (signal: AbortSignal, task: ContainerTask) => Promise<string> = () =>
    Promise.resolve('sha256:1');
  closed: () => Promise<void> = () => Promise.resolve();
  networked: () => Promise<void> = () => Promise.resolve();
  networkClosed: () => Promise<void> = () => Promise.resolve();
  health: (task: ContainerTask) => AsyncIterable<Health> = async function* () {
    yield await Promise.resolve({ status: 'healthy' });
  };
  shell: (size: TerminalSize) => Promise<Shell> = () => Promise.reject(notRunning());
  found: () => Promise<readonly Abandoned[]> = () => Promise.resolve([]);

  imagesFound: () => Promise<readonly LocalImage[]> = () => Promise.resolve([]);
  pinged: () => Promise<void> = () => Promise.resolve();

  accessible: () => Promise<HostAccess> = () =>
    Promise.resolve({ sockets: ['/var/run/docker.sock'], boundVolumes: new Map() });

  /** What the containers' handles have; undefined: nobody can take them over. */
  handle: Omit<TaskHandle, 'runId'> | undefined = undefined;

  async prepare(task: ContainerTask, signal: AbortSignal): Promise<Cookie> {
    this.calls.push('prepare');
    this.tasks.push(task);
    await this.prepared(signal, task);
    return this.#cookie(task);
  }

  async imageId(task: ContainerTask, signal: AbortSignal): Promise<string> {
    this.calls.push('imageId');
    return this.identified(signal, task);
  }

  recover(): Promise<Recovered> {
    this.calls.push('recover');
    const resume = (task: ContainerTask, from: ResumePoint): Cookie => {
      this.calls.push('resume');
      this.tasks.push(task);
      this.resumed.push(from);
      return this.#cookie(task);
    };
    return Promise.resolve({ resume });
  }

  async ping(): Promise<void> {
    this.calls.push('ping');
    await this.pinged();
  }

  async abandoned(): Promise<readonly Abandoned[]> {
    this.calls.push('abandoned');
    return this.found();
  }

  async hostAccess(volumes: readonly string[]): Promise<HostAccess> {
    this.calls.push(['hostAccess', ...volumes].join(' '));
    return this.accessible();
  }

  async images(): Promise<readonly LocalImage[]> {
    this.calls.push('images');
    return this.imagesFound();
  }

  async createNetwork(runId: string): Promise<Network> {
    this.calls.push('network');
    await this.networked();
    const dispose = async (): Promise<void> => {
      this.calls.push('close network');
      await this.networkClosed();
    };
    return { name: `network of ${runId}`, [Symbol.asyncDispose]: dispose };
  }

  #cookie(task: ContainerTask): Cookie {
    return {
      imageId: 'sha256:1',
      handle: this.handle && { ...this.handle, runId: task.id },
      detach: () => {
        this.calls.push('detach');
      },
      run: async (runSignal: AbortSignal) => {
        this.calls.push('run');
        await this.started(runSignal);
        return {
          wait: async (waitSignal: AbortSignal) => {
            this.calls.push('wait');
            return this.waited(waitSignal, task);
          },
          resize: (size) => {
            this.sizes.push(size);
            return Promise.resolve();
          },
          health: () => this.health(task),
          openShell: (size) => this.shell(size),
        };
      },
      [Symbol.asyncDispose]: async () => {
        this.calls.push('close');
        await this.closed();
      },
    };
  }
}

/** Rejects with the signal's reason when it is aborted, as a driver that is busy does. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => {
    reject(signal.reason as Error);
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return promise;
}
