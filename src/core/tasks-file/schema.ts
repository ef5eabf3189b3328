import { file } from './fields/fields.ts';
import type { JsonSchema } from './kinds/kind.ts';

/** The JSON schema of a tasks file, from the same table as `parse`: draft 07 with the additions of VS Code's JSON language. */
export function toJsonSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Container tasks',
    markdownDescription: 'Tasks that run in containers.',
    allowComments: true,
    allowTrailingCommas: true,
    ...file.schema,
  };
}
