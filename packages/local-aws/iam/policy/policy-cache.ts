import { compilePolicy, type Policy } from './policy';

/** Policies by their documents: each is compiled once, the longest unused are forgotten. */
export class PolicyCache {
  private readonly kept = new Map<string, Policy>();

  constructor(private readonly capacity = 1000) {}

  compile(document: string, name: string): Policy {
    const key = `${name}\n${document}`;
    const policy = this.kept.get(key) ?? compilePolicy(document, name);
    this.kept.delete(key);
    this.kept.set(key, policy);
    if (this.kept.size > this.capacity) {
      const [oldest = ''] = this.kept.keys();
      this.kept.delete(oldest);
    }
    return policy;
  }
}
