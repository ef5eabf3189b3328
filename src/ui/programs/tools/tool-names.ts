/** The tools for language models that the manifest contributes. */
export const toolNames = ['containerTasks_list', 'containerTasks_run', 'containerTasks_readOutput'] as const;

export type ToolName = (typeof toolNames)[number];
