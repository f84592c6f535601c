/** What the console says of the platform that is deployed. */
export interface ConsoleWords {
  /** In front of "console". */
  readonly title: string;
  /** Where no load balancer has a name yet. */
  readonly nothingDeployed: string;
  /** Where no bucket was asked for an object yet. */
  readonly noObjects: string;
}

export const WORDS: ConsoleWords = {
  title: 'Local AWS',
  nothingDeployed: 'No record and no origin names a load balancer yet.',
  noObjects: 'No viewer has asked for an object of a bucket yet.',
};
