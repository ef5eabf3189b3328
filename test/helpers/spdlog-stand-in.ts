// VS Code's server loads this, as JavaScript, in place of its native package @vscode/spdlog where there is no
// compiler. It has that package's functions, and writes at once. Without it the OUTPUT panel stays empty.
import fs from 'node:fs';
import path from 'node:path';

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

class Logger {
  private readonly file: string;
  private readonly maxSize: number;
  private readonly maxFiles: number;
  private level = 2;
  private isRaw = false;
  private descriptor: number;
  private size: number;

  constructor(file: string, maxSize: number, maxFiles: number) {
    this.file = file;
    this.maxSize = maxSize;
    this.maxFiles = maxFiles;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    this.descriptor = fs.openSync(file, 'a');
    this.size = fs.fstatSync(this.descriptor).size;
  }

  readonly trace = (message: string): void => {
    this.write(0, message);
  };
  readonly debug = (message: string): void => {
    this.write(1, message);
  };
  readonly info = (message: string): void => {
    this.write(2, message);
  };
  readonly warn = (message: string): void => {
    this.write(3, message);
  };
  readonly error = (message: string): void => {
    this.write(4, message);
  };
  readonly critical = (message: string): void => {
    this.write(5, message);
  };

  getLevel(): number {
    return this.level;
  }

  setLevel(level: number): void {
    this.level = level;
  }

  setPattern(): void {
    this.isRaw = false;
  }

  clearFormatters(): void {
    this.isRaw = true;
  }

  flush(): void {
    // Every line is written at once.
  }

  drop(): void {
    if (this.descriptor >= 0) fs.closeSync(this.descriptor);
    this.descriptor = -1;
  }

  private write(level: number, message: string): void {
    if (level < this.level || this.descriptor < 0) return;
    const time = new Date().toISOString().replace('T', ' ').slice(0, 23);
    const bytes = Buffer.from(this.isRaw ? message : `${time} [${levels[level] ?? ''}] ${message}\n`);
    if (this.size > 0 && this.size + bytes.length > this.maxSize) this.rotate();
    fs.writeSync(this.descriptor, bytes);
    this.size += bytes.length;
  }

  private rotate(): void {
    fs.closeSync(this.descriptor);
    const { dir, name, ext } = path.parse(this.file);
    const numbered = (n: number): string => (n === 0 ? this.file : path.join(dir, `${name}.${n}${ext}`));
    for (let n = this.maxFiles - 1; n >= 0; n--)
      if (fs.existsSync(numbered(n))) fs.renameSync(numbered(n), numbered(n + 1));
    this.descriptor = fs.openSync(this.file, 'w');
    this.size = 0;
  }
}

/** The version of spdlog that the stand-in stands in for. */
export const version = 11100;

/** Loggers have their own levels. */
export function setLevel(): void {
  // Nothing to do.
}

/** Every line is written at once. */
export function setFlushOn(): void {
  // Nothing to do.
}

/** Nothing outlives its logger. */
export function shutdown(): void {
  // Nothing to do.
}

/** A logger whose file is renamed to `<name>.1` and so on when it exceeds `maxSize` bytes. */
export function createRotatingLogger(
  _name: string,
  file: string,
  maxSize: number,
  maxFiles: number,
): Promise<Logger> {
  return Promise.resolve(new Logger(file, maxSize, maxFiles));
}

/** The same: it writes at once here, too. */
export function createAsyncRotatingLogger(
  ...parameters: Parameters<typeof createRotatingLogger>
): Promise<Logger> {
  return createRotatingLogger(...parameters);
}
