import * as l10n from '@vscode/l10n';

/** How old an image is, in days, months or years. @param age in ms */
export function describeAge(age: number): string {
  const days = Math.floor(age / 86_400_000);
  if (days < 1) return l10n.t('made today');
  if (days < 60) return days === 1 ? l10n.t('1 day old') : l10n.t('{0} days old', days);
  const months = Math.floor(days / 30);
  return months < 24 ? l10n.t('{0} months old', months) : l10n.t('{0} years old', Math.floor(days / 365));
}
