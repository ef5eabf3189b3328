/** One line of the engine's answer to a build (https://docs.docker.com/reference/api/engine/version/v1.47/#tag/Image/operation/ImageBuild). */
export interface BuildLine {
  /** What the builder or a step prints. */
  readonly stream?: string;
  /** What a pull of a FROM's image, or of one of its layers, is at. */
  readonly status?: string;
  readonly id?: string;
  readonly progressDetail?: { readonly current?: number };
  readonly aux?: { readonly ID?: string };
  /** Deprecated since API 1.48 in favour of `errorDetail`, which every engine sends. */
  readonly error?: string;
  readonly errorDetail?: { readonly code?: number; readonly message?: string };
}

/** A step of a Dockerfile. */
export interface Step {
  /** Its instruction: `RUN make`; '' before the first. */
  readonly step: string;
  /** Counted from 1; 0 of 0 before the first. */
  readonly current: number;
  readonly total: number;
}

/** The step that a line announces, as Docker (`Step 1/2 : FROM x`) and Podman (`STEP 1/2: FROM x`) do. */
export function stepIn({ stream = '' }: BuildLine): Step | undefined {
  const [, current, total, step = ''] = /^STEP (\d+)\/(\d+) ?: (.*)/i.exec(stream) ?? [];
  return total === undefined ? undefined : { step, current: Number(current), total: Number(total) };
}

/** The id of the image that a line says to have been built. */
export function imageIn({ aux, stream = '' }: BuildLine): string | undefined {
  return aux?.ID ?? /^Successfully built ([0-9a-f]{12,})/.exec(stream)?.[1];
}

/** Why the build failed; undefined: it did not. */
export function errorIn({ error, errorDetail }: BuildLine): string | undefined {
  return (errorDetail?.message ?? error)?.trimEnd();
}

/** What the command of a step that failed has ended with, which Podman has in words; 0: it did not come to that. */
export function exitCodeIn(line: BuildLine): number {
  const inWords = /while running runtime: exit status (\d+)$/.exec(errorIn(line) ?? '')?.[1];
  return line.errorDetail?.code || Number(inWords ?? 0);
}

/** What a line has for a person to read: not the progress of a layer, which comes many times a second. */
export function textIn(line: BuildLine): string {
  const { stream, status, id, progressDetail } = line;
  const error = errorIn(line);
  if (stream !== undefined) return stream;
  if (error !== undefined) return `${error}\n`;
  if (status === undefined || progressDetail?.current !== undefined) return '';
  return `${id === undefined ? '' : `${id}: `}${status}\n`;
}
