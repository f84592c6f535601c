/** What happens in a drill, told as it happens, with the world's seconds since the drill began. */
export class Timeline {
  private begun: number | undefined;

  constructor(
    private readonly now: () => Promise<number>,
    private readonly print: (line: string) => void,
  ) {}

  /** Seconds of the world's clock since the first call of anything here. */
  async seconds(): Promise<number> {
    const now = await this.now();
    this.begun ??= now;
    return (now - this.begun) / 1000;
  }

  /** Tells what happens now, and returns when that is. */
  async note(text: string): Promise<number> {
    const seconds = await this.seconds();
    this.print(`${seconds.toFixed(0).padStart(5)} s  ${text}`);
    return seconds;
  }
}
