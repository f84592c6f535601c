import { terraformBinary } from '../terraform/binary';

/**
 * A Terraform, or why there is none and how to get one.
 *
 * Where nothing may be left out (`MERIDIAN_REQUIRE_TOOLS` is 1), there has to be one.
 */
export async function terraformIfThere(
  find: () => Promise<string> = terraformBinary,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<{ readonly binary: string } | { readonly reason: string }> {
  try {
    return { binary: await find() };
  } catch (error) {
    if (environment.MERIDIAN_REQUIRE_TOOLS === '1' || !(error instanceof Error)) throw error;
    return { reason: error.message };
  }
}
