import type { FrameLocator, Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';

/** What is read of a line of an editor. The tests have no types of the DOM: it is the browser's, not theirs. */
interface Line {
  readonly style: { readonly top: string };
  readonly textContent: string;
}

/** VS Code's workbench as a person sees it. Its selectors hold for VS Code 1.117 to 1.139. */
export class Workbench {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Waits until the workbench shows the folder's files, answering the question of trust first if it is to be asked. */
  async ready(trust?: 'Yes' | 'No'): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    if (trust !== undefined) await this.answerTrust(trust);
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 30_000 });
  }

  /** The question whether the folder's authors are trusted. */
  trustDialog(): Locator {
    return this.page.locator('.monaco-dialog-box', { hasText: 'Do you trust the authors' });
  }

  /** Answers the question of trust. */
  async answerTrust(answer: 'Yes' | 'No'): Promise<void> {
    const dialog = this.trustDialog();
    await dialog.waitFor({ timeout: 30_000 });
    await dialog.getByRole('button', { name: new RegExp(`^${answer}, I`) }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** Leaves Restricted Mode as a person does: the entry in the status bar, then the editor of Workspace Trust. */
  async grantTrust(): Promise<void> {
    await this.statusText('Restricted Mode').click();
    await this.confirmTrust();
  }

  /** Leaves Restricted Mode in the editor of Workspace Trust, which is open. */
  async confirmTrust(): Promise<void> {
    const editor = this.page.locator('.workspace-trust-editor');
    await editor.getByRole('button', { name: 'Trust', exact: true }).click();
  }

  /**
   * Runs a command from the palette, once it is there: extensions are read after the workbench is shown.
   *
   * @param title as the palette shows it: `Category: Title`
   */
  async runCommand(title: string): Promise<void> {
    const input = this.quickInput().locator('.quick-input-box input');
    const choose = async (): Promise<true> => {
      await this.page.keyboard.press('Escape'); // An open palette does not learn of new commands.
      await this.page.keyboard.press('F1');
      await input.fill(`>${title}`);
      // Not Enter: the palette's ranking is fuzzy, and changes with use.
      await this.row(title).click({ timeout: 2_000 });
      return true;
    };
    await eventually(`the command "${title}"`, choose, 30_000);
  }

  /** The palette, a quick pick or an input box. */
  quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  /** Chooses the entry with exactly this label. */
  async pick(label: string): Promise<void> {
    await this.page.mouse.move(700, 500); // What rests on an entry is told about it, over the others.
    await this.row(label).click();
  }

  /** The labels of the entries that can be chosen. */
  async pickLabels(): Promise<readonly string[]> {
    const labels = await this.quickInput()
      .locator('.quick-input-list-row:first-child .label-name')
      .allInnerTexts();
    return labels.map((label) => label.trim()); // An icon leaves a blank.
  }

  /** Types into the input box that is open, and confirms. */
  async answer(text: string): Promise<void> {
    await this.quickInput().locator('.quick-input-box input').fill(text);
    await this.page.keyboard.press('Enter');
  }

  /**
   * An entry of the status bar.
   *
   * @param id `<publisher>.<extension>.<id of the item>`
   */
  statusItem(id: string): Locator {
    return this.page.locator(`.statusbar-item[id="${id}"]`);
  }

  /** The entries of the status bar that show this text. */
  statusText(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text });
  }

  /** Shows an output channel in the panel. */
  async showOutput(channel: string): Promise<void> {
    await this.runCommand('Output: Show Output Channels...');
    await this.pick(channel);
    await this.panel().locator('.view-lines').first().waitFor();
  }

  /** The lines of the output panel that are in view: the editor renders no others. */
  async visibleOutput(): Promise<string> {
    const lines = await this.panel()
      .locator('.view-lines .view-line')
      .evaluateAll((all: readonly Line[]) =>
        all.map((line) => [Number.parseFloat(line.style.top), line.textContent] as const),
      );
    const sorted = lines.sort(([top], [other]) => top - other);
    return withBlanks(sorted.map(([, text]) => text).join('\n'));
  }

  /** The text of the terminal that is in view. */
  async terminalText(): Promise<string> {
    const rows = this.panel().locator('.terminal-wrapper.active .xterm-rows > div');
    return withBlanks((await rows.allInnerTexts()).join('\n'));
  }

  /** The panel below the editors. */
  panel(): Locator {
    return this.page.locator('.part.panel');
  }

  /** The document in the webview that is in view. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame');
  }

  /** An editor's tab. */
  tab(title: string | RegExp): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: title });
  }

  /** The text of an editor that is in view, as far as it is rendered. */
  editor(name: string): Locator {
    return this.page.locator(`.editor-instance[aria-label*="${name}"], .editor-instance`, {
      has: this.page.locator(`.monaco-editor[data-uri$="/${name}"]`),
    });
  }

  /** The rows of a view in the side bar. */
  viewRows(title: string): Locator {
    return this.page
      .locator('.pane', { has: this.page.getByRole('button', { name: title }) })
      .locator('.monaco-list-row');
  }

  /** The notifications that are shown. */
  notifications(): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item');
  }

  /** The rows of the Problems panel, where it is shown. */
  problems(): Locator {
    return this.page.locator('.markers-panel-container .monaco-list-row');
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    const input = this.quickInput().locator('.quick-input-box input');
    await input.waitFor();
    await input.fill(name);
    await this.quickInput().locator('.monaco-list-row', { hasText: name }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.tab(name).waitFor();
  }

  private row(label: string): Locator {
    const exactly = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
    const name = this.page.locator('.label-name', { hasText: exactly });
    return this.quickInput().locator('.monaco-list-row').filter({ has: name }).first();
  }
}

/** Editor and terminal show each blank as one that does not break. */
function withBlanks(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
