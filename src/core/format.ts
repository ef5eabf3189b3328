/**
 * Bytes as people read them: 1024-based units as the Docker CLI prints them, whole from 100 on and with at most one
 * decimal below ("0 B", "12.5 KiB", "256 MiB", "1.5 GiB"). Less than nothing is shown as nothing.
 */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (shorten(value) >= 1024 && unit < byteUnits.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? Math.round(value) : shorten(value)} ${byteUnits[unit] ?? ''}`;
}

/** Bytes as a tasks file has them, rounded up to whole MiB: "64m", "1536m", "2g". */
export function formatSize(bytes: number): string {
  const mebibytes = Math.max(1, Math.ceil(bytes / 2 ** 20));
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}g` : `${mebibytes}m`;
}

/** A length of time in ms as a tasks file has it, rounded up to whole seconds: "90s", "2m", "3h". */
export function formatTime(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

/**
 * A length of time in ms as a clock shows it, in whole seconds: "0:12", "1:02:03"; from a day on to the minute: "2 d 3 h 5 min",
 * "10 d". A negative one is "0:00".
 */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  if (hours >= 24) return formatDays(hours, minutes);
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  const clock = `${hours > 0 ? twoDigits(minutes) : minutes}:${twoDigits(seconds % 60)}`;
  return hours > 0 ? `${hours}:${clock}` : clock;
}

/** Seconds with one decimal below a minute ("20.3 s"), a clock from there on ("5:00"). */
export function formatElapsed(milliseconds: number): string {
  return milliseconds < 60_000 ? `${Math.floor(milliseconds / 100) / 10} s` : formatDuration(milliseconds);
}

/** Percent, whole from 10 on and with at most one decimal below: "0%", "2.5%", "143%". */
export function formatPercent(percent: number): string {
  return `${Math.abs(percent) < 9.95 ? Math.round(percent * 10) / 10 : Math.round(percent)}%`;
}

function formatDays(hours: number, minutes: number): string {
  const parts = [
    [Math.floor(hours / 24), 'd'],
    [hours % 24, 'h'],
    [minutes, 'min'],
  ] as const;
  return parts.flatMap(([value, unit]) => (value > 0 ? [`${value} ${unit}`] : [])).join(' ');
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

function shorten(value: number): number {
  return value < 99.95 ? Math.round(value * 10) / 10 : Math.round(value);
}
