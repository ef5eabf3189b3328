import { eventually } from '../helpers/eventually.ts';
import type { Session } from './session.ts';

/** A session as it is used without a mouse: keys are pressed, and nothing is clicked. */
export class Keys {
  private readonly session: Session;

  constructor(session: Session) {
    this.session = session;
  }

  /** Presses keys one after another. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.session.page.keyboard.press(key);
  }

  /** Runs a command from the palette. @param title as the palette shows it */
  async command(title: string): Promise<void> {
    const { page, workbench } = this.session;
    const first = workbench.quickInput().locator('.monaco-list-row.focused', { hasText: title });
    const open = async (): Promise<true> => {
      await this.press('F1');
      await workbench.quickInput().locator('.quick-input-box input').fill(`>${title}`);
      await first.waitFor({ timeout: 3_000 }).catch(async (error: unknown) => {
        await this.press('Escape'); // An open palette does not learn of new commands.
        throw error;
      });
      return true;
    };
    await eventually(`the command "${title}"`, open, 30_000);
    await page.keyboard.press('Enter');
    await workbench.quickInput().waitFor({ state: 'hidden' });
  }

  /** Accepts the suggestion with this text, wherever it is in the list. */
  async accept(text: string): Promise<void> {
    const suggestion = this.session.page.locator('.suggest-widget.visible .monaco-list-row.focused');
    await eventually(`the suggestion "${text}"`, async () => {
      if ((await suggestion.innerText()).startsWith(text)) return true;
      await this.press('ArrowDown');
      return false;
    });
    await this.press('Enter');
    await suggestion.waitFor({ state: 'hidden' });
  }

  /** Chooses an entry of the menu of the first row of a view. */
  async choose(view: 'Tasks' | 'Runs', entry: string): Promise<void> {
    await this.goTo(view);
    await this.press('Shift+F10');
    const menu = this.session.page.locator('.monaco-menu');
    await menu.waitFor();
    await eventually(`"${entry}" in the menu`, async () => {
      await this.press('ArrowDown');
      return (await menu.locator('.action-item.focused').innerText()).trim() === entry;
    });
    await this.press('Enter');
    await menu.waitFor({ state: 'hidden' });
  }

  /** Puts the focus on the first row of a view. */
  async goTo(view: 'Tasks' | 'Runs'): Promise<void> {
    await this.command(`Container Tasks: Focus on ${view} View`);
    await this.session.workbench.viewRows(view).first().waitFor();
    await this.press('Home');
    await this.session.page.locator('.monaco-list:focus .monaco-list-row.focused').waitFor();
  }
}
