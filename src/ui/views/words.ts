import * as vscode from 'vscode';

import type { Progress } from '../../core/container-task.ts';
import { formatElapsed } from '../../core/format.ts';
import type { Status } from '../../core/run-result.ts';

/** How something ended, in a word or two. */
export function statusWord(status: Status): string {
  switch (status) {
    case 'success':
      return vscode.l10n.t('succeeded');
    case 'error':
      return vscode.l10n.t('failed');
    case 'timeout':
      return vscode.l10n.t('timed out');
    case 'killed':
      return vscode.l10n.t('killed');
    case 'cancelled':
      return vscode.l10n.t('cancelled');
  }
}

/** How something ended, how long it took and when, for a narrow view: what matters comes first. */
export function describeEnd(end: {
  readonly status: Status;
  readonly exitCode?: number | undefined;
  readonly milliseconds: number;
  /** Epoch ms. */
  readonly endedAt: number;
}): string {
  const { status, exitCode, milliseconds, endedAt } = end;
  const word =
    status === 'error' && exitCode !== undefined
      ? vscode.l10n.t('exit code {0}', exitCode)
      : statusWord(status);
  return [...(status === 'success' ? [] : [word]), formatElapsed(milliseconds), ago(endedAt)].join(' · ');
}

/** How long ago that was: "5 min. ago", "yesterday". @param time in epoch ms */
function ago(time: number, now = Date.now()): string {
  const minutes = Math.round(Math.max(0, now - time) / 60_000);
  if (minutes < 1) return vscode.l10n.t('just now');
  const format = new Intl.RelativeTimeFormat(vscode.env.language, { style: 'short', numeric: 'auto' });
  if (minutes < 60) return format.format(-minutes, 'minute');
  if (minutes < 24 * 60) return format.format(-Math.floor(minutes / 60), 'hour');
  return format.format(-daysBetween(time, now), 'day');
}

/** A moment, as people of this language write it; without its day where that is today. @param time in epoch ms */
export function momentOf(time: number): string {
  const isToday = daysBetween(time, Date.now()) === 0;
  const style: Intl.DateTimeFormatOptions = isToday ? {} : { dateStyle: 'medium' };
  return new Intl.DateTimeFormat(vscode.env.language, { ...style, timeStyle: 'medium' }).format(time);
}

/** What a run is busy with before and after its container runs; `undefined` while it runs. */
export function busyWith(progress: Progress): string | undefined {
  switch (progress.phase) {
    case 'pulling':
      return progress.total > 0
        ? vscode.l10n.t('pulling {0} %', Math.floor((100 * progress.current) / progress.total))
        : vscode.l10n.t('pulling');
    case 'building':
      return progress.total > 0
        ? vscode.l10n.t('building {0} of {1}', progress.current, progress.total)
        : vscode.l10n.t('building');
    case 'waiting':
      return vscode.l10n.t('waiting for {0}', progress.services.join(', '));
    case 'copying':
      return vscode.l10n.t('copying');
    case 'creating':
    case 'running':
      return undefined;
  }
}

/** By the calendar. */
function daysBetween(time: number, now: number): number {
  const startOfDay = (epoch: number): number => new Date(epoch).setHours(0, 0, 0, 0);
  return Math.round((startOfDay(now) - startOfDay(time)) / (24 * 60 * 60_000));
}
