import { provideVSCodeDesignSystem, vsCodeButton } from '@vscode/webview-ui-toolkit';

/** Registers the elements of the UI toolkit that this webview uses. To be called once, before any is made. */
export function registerComponents(): void {
  provideVSCodeDesignSystem().register(vsCodeButton());
}

/** Makes a button that looks like the editor's. */
export function button(text: string, onClick: () => void): HTMLElement {
  const made = document.createElement('vscode-button');
  made.setAttribute('appearance', 'secondary');
  made.textContent = text;
  made.addEventListener('click', onClick);
  return made;
}
