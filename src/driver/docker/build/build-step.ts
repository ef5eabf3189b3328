/** One line of the engine's answer to a build (https://docs.docker.com/reference/api/engine/version/v1.47/#tag/Image/operation/ImageBuild). */
export interface BuildLine {
  /** What the builder or a step prints. */
  readonly stream?: string;
  /** What a pull of a FROM's image, or of one of its layers, is at. */
  readonly status?: string;
  readonly id?: string;
  readonly progressDetail?: { readonly current?: number };
  readonly aux?: { readonly ID?: string };
  readonly error?: string;
  readonly errorDetail?: { readonly code?: number };
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

/** What the command of a step that failed has ended with, which Podman has in words; 0: it did not come to that. */
export function exitCodeIn({ error = '', errorDetail }: BuildLine): number {
  return errorDetail?.code ?? Number(/while running runtime: exit status (\d+)\s*$/.exec(error)?.[1] ?? 0);
}

/** What a line has for a person to read: not the progress of a layer, which comes many times a second. */
export function textIn({ stream, status, id, progressDetail, error }: BuildLine): string {
  if (stream !== undefined) return stream;
  if (error !== undefined) return `${error.trimEnd()}\n`;
  if (status === undefined || progressDetail?.current !== undefined) return '';
  return `${id === undefined ? '' : `${id}: `}${status}\n`;
}
