import type { JsonValue } from '../json-value.ts';
import type { Flag } from './flags.ts';

/** What of a line has no place in a task. */
export interface LeftOut {
  /** As it could stand in the line: `--restart=always`. */
  readonly flag: string;
  /** One sentence. */
  readonly why: string;
}

/** A task that is made, flag by flag. */
export class Draft {
  readonly fields = new Map<string, JsonValue>();
  readonly leftOut: LeftOut[] = [];
  /** In the order of the line; where the workspace is, is decided when all are known. */
  readonly mounts: Mount[] = [];

  /** A later one wins, as in the line. */
  set(field: string, value: JsonValue): void {
    this.fields.set(field, value);
  }

  /** One more of a list. */
  add(field: string, value: JsonValue): void {
    const list = this.fields.get(field);
    this.fields.set(field, [...(Array.isArray(list) ? (list as readonly JsonValue[]) : []), value]);
  }

  /** One of an object's. */
  put(field: string, name: string, value: JsonValue): void {
    this.fields.set(field, { ...(Object(this.fields.get(field)) as object), [name]: value });
  }

  /** A limit of processes; `hard` undefined: the same. */
  putLimit(name: string, soft: number, hard: number | undefined): void {
    const { ulimits = {} } = Object(this.fields.get('resources')) as { readonly ulimits?: object };
    this.put('resources', 'ulimits', { ...ulimits, [name]: hard === undefined ? soft : { soft, hard } });
  }

  leaveOut({ name }: Flag, value: string, why: string): void {
    this.leftOut.push({ flag: value === '' ? `--${name}` : `--${name}=${value}`, why });
  }
}

/** A mount as the line has it: a source that begins with `.`, `/`, `~`, a drive or the workspace folder is a path. */
export interface Mount {
  readonly type: 'bind' | 'volume' | 'tmpfs';
  readonly source: string;
  readonly target: string;
  readonly readonly: boolean;
}
