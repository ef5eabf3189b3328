/** The longest delay that a timer takes, in ms (2^31 - 1): about 25 days. A longer one would fire at once. */
export const longestTimer = 2 ** 31 - 1;
