import assert from 'node:assert/strict';
import os from 'node:os';
import * as vscode from 'vscode';

import { chartViewType } from '../../src/ui/chart/chart-view-type.ts';
import { Charts } from '../../src/ui/chart/charts.ts';
import { eventually } from '../helpers/eventually.ts';
import { FakeHistory, pastRun } from '../helpers/past-run.ts';
import { PlanWindow } from '../helpers/plan-window.ts';
import { extension } from './workspace.ts';

suite('charts after a reload', () => {
  test('of one run, alone and beside another, are there without waiting for what goes on', async () => {
    const history = new FakeHistory();
    history.have(pastRun('new', { key: 'build' }), pastRun('old', { key: 'lint' }));
    const { runner } = new PlanWindow(os.tmpdir(), history);
    const nothing = { cancel: () => undefined, showOutput: () => undefined };
    const charts = new Charts(extension().extensionUri, runner, history, nothing);
    const panels = [{ runId: 'new' }, { runId: 'new', otherId: 'old' }, { runId: 'gone' }].map((state) => {
      const panel = vscode.window.createWebviewPanel(chartViewType, 'restored', vscode.ViewColumn.Active);
      const never = Promise.withResolvers<undefined>().promise;
      void charts.restore(panel, state, never);
      return panel;
    });
    await eventually('the titles', () =>
      panels.every(({ title }, index) => index === 2 || title !== 'restored'),
    );
    const [alone, both, waiting] = panels;
    assert.match(alone?.title ?? '', /^Chart: build \(.*\d\d.*\)$/);
    assert.equal(both?.title, 'Chart: build and lint');
    assert.equal(waiting?.title, 'restored'); // It may go on in this window.
    charts.dispose();
  });
});
