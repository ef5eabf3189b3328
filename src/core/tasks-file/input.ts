import type { PlainJson } from './json/json.ts';

/** What a person or VS Code is asked for once a run, as `inputs` of tasks.json have it; `${input:id}` stands for the answer. */
export type Input =
  | {
      readonly type: 'promptString';
      readonly id: string;
      readonly description: string;
      readonly default: string;
      /** Whether it is hidden while it is typed. */
      readonly password: boolean;
    }
  | {
      readonly type: 'pickString';
      readonly id: string;
      readonly description: string;
      /** At least one. */
      readonly options: readonly { readonly label: string; readonly value: string }[];
      /** The value of one of them; `undefined`: none is chosen beforehand. */
      readonly default: string | undefined;
    }
  | {
      readonly type: 'command';
      readonly id: string;
      /** The id of a command of VS Code, whose result is the value. */
      readonly command: string;
      readonly args: PlainJson | undefined;
    };
