import { provideBrowser } from './browser.ts';
import { installDockerCli } from './docker-cli.ts';
import { openEngine } from './engine.ts';
import { provideImages } from './images.ts';
import { installVsCode } from './install-vscode.ts';
import { installPodman } from './podman.ts';
import { installRedis } from './redis-image.ts';
import { installRegistry } from './registry.ts';
import type { CommandOptions } from './run-command.ts';
import { runScript } from './suites.ts';
import type { Needs } from './suites.ts';

/** What suites need before they run: each thing is made when it is first asked for, and once. Disposing ends the engine. */
export class Preparation implements AsyncDisposable {
  private readonly options: CommandOptions;
  private readonly opened = new AsyncDisposableStack();
  private dockerHost?: Promise<string>;
  private editor?: Promise<void>;
  private made?: Promise<void>;

  constructor(options: CommandOptions) {
    this.options = options;
  }

  /**
   * Sees that there is what is needed, and resolves with the environment of the tests.
   *
   * @throws Error that says what is missing and what to do.
   */
  async prepare({ made, engine, registry, podman, redis, cli, editor }: Needs): Promise<NodeJS.ProcessEnv> {
    if (made !== undefined) await this.make(made);
    if (editor) await (this.editor ??= provideEditor());
    // Now, as apt cannot run twice at a time. The tests that need it say so where it cannot be installed.
    if (registry) await installRegistry().catch(() => undefined);
    if (podman) await installPodman().catch(() => undefined);
    if (redis) await installRedis().catch(() => undefined);
    const env = { ...this.options.env };
    if (!engine) return env;
    const dockerHost = await (this.dockerHost ??= this.openEngine());
    if (cli) await installDockerCli().catch(() => undefined); // After the engine, whose package may bring it.
    if (dockerHost === env['DOCKER_HOST']) return env;
    // What else is set for the Docker CLI is meant for another engine.
    const others = ['DOCKER_CONTEXT', 'DOCKER_TLS_VERIFY', 'DOCKER_TLS', 'DOCKER_CERT_PATH'];
    const kept = Object.entries(env).filter(([name]) => !others.includes(name));
    return { ...Object.fromEntries(kept), DOCKER_HOST: dockerHost };
  }

  /** Runs the npm script that makes the extension; the first one asked for makes what the others would. */
  async make(script: 'build' | 'package'): Promise<void> {
    this.made ??= runScript(script, this.options).then((exitCode) => {
      if (exitCode !== 0)
        throw new Error(`The extension cannot be made: see what npm run ${script} says above.`);
    });
    await this.made;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.opened.disposeAsync();
  }

  private async openEngine(): Promise<string> {
    const engine = this.opened.use(await openEngine());
    this.opened.use(await provideImages(engine));
    return engine.dockerHost;
  }
}

async function provideEditor(): Promise<void> {
  await provideBrowser();
  await installVsCode();
}
