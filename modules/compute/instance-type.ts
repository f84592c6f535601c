/** Family, generation, then letters such as `gd`: a `g` among them is AWS's own arm64 processor; `a1` was the first. */
const ARM64 = /^(a1|[a-z]+\d+[a-z]*g[a-z]*)\./;

/** What the processor of an instance type runs. */
export const architecture = (instanceType: string) => (ARM64.test(instanceType) ? 'arm64' : 'x86_64');
