import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Where the chart's page may load its script and style from. */
export function chartFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist');
}

/**
 * The chart's page, with VS Code's translations. The toolkit's components style themselves, which needs inline styles; scripts
 * need the nonce.
 */
export function chartPage(webview: vscode.Webview, dist: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const uri = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'unsafe-inline'`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  const { bundle } = vscode.l10n;
  const translations = bundle ? ` data-translations="${escaped(JSON.stringify(bundle))}"` : '';
  return `<!DOCTYPE html>
<html lang="${escaped(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(vscode.l10n.t('Chart'))}</title>
<link rel="stylesheet" href="${uri('webview.css')}">
</head>
<body>
<main id="root"${translations}></main>
<script nonce="${nonce}" src="${uri('webview.js')}"></script>
</body>
</html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
