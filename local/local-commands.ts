/** What can be done with the local AWS, each in one sentence. */
export const LOCAL_COMMANDS = {
  start: 'starts the local AWS, applies every stack, and says what to try',
  up: 'starts the local AWS in the background',
  deploy: 'synthesizes, plans and applies every stack (or those named) in order',
  destroy: 'destroys every stack and sees that no state holds anything',
  status: 'what runs, and what each state holds',
  env: 'exports for other tools: eval "$(npx meridian local env)"',
  down: 'ends every process; the next start brings back what was applied',
  reset: 'ends every process and forgets what was applied',
} as const;

export type LocalCommand = keyof typeof LOCAL_COMMANDS;
