import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';

import { eventually } from '../helpers/eventually.ts';
import { extension, nothingIsLeft, run } from './workspace.ts';

/** The modules of this process, which the extension shares. */
const loaded = (name: string): boolean =>
  Object.keys(createRequire(__filename).cache).includes(path.join(extension().extensionPath, 'dist', name));

suite('activation', () => {
  teardown(nothingIsLeft);

  test('comes with the tasks file in the folder, without being asked for', async () => {
    await eventually('activation', () => extension().isActive);
  });

  test('reads a small bundle, and what speaks to the engine only when the first task runs', async () => {
    assert.equal(loaded('extension.cjs'), true);
    assert.equal(loaded('docker-driver.cjs'), false);
    const { size } = fs.statSync(path.join(extension().extensionPath, 'dist/extension.cjs'));
    assert.ok(size < 90_000, `extension.cjs has ${size} bytes`);
    assert.equal((await run('hello'))?.status, 'success');
    assert.equal(loaded('docker-driver.cjs'), true);
  });

  test('registers every command that the manifest contributes', async () => {
    const registered = await vscode.commands.getCommands(true);
    const manifest = extension().packageJSON as { contributes: { commands: { command: string }[] } };
    const contributed = manifest.contributes.commands.map(({ command }) => command);
    assert.ok(contributed.length >= 5);
    assert.deepEqual(
      contributed.filter((command) => !registered.includes(command)),
      [],
    );
  });
});
