import fs from 'node:fs';
import path from 'node:path';

/**
 * The whole text that extensions have written to an output channel, from VS Code's log files; '' when it does not exist.
 *
 * @param dataDir VS Code's data folder
 */
export function outputChannelText(dataDir: string, channel: string): string {
  const logs = path.join(dataDir, 'data/logs');
  if (!fs.existsSync(logs)) return '';
  const files = fs.readdirSync(logs, { recursive: true, encoding: 'utf8' }).filter((file) => {
    const name = /\/output_logging_[^/]+\/\d+-(.*)\.log$/.exec(file)?.[1];
    return name === fileNameOf(channel);
  });
  return files
    .sort()
    .map((file) => fs.readFileSync(path.join(logs, file), 'utf8'))
    .join('');
}

/** VS Code leaves out of a file's name what a file system may not allow. */
function fileNameOf(channel: string): string {
  return channel.replace(/[\\/:*?"<>|]/g, '');
}
