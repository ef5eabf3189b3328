/** The name that VS Code knows our panels by. */
export const chartViewType = 'containerTasks.chart';
