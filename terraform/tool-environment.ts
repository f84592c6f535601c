import { terraformBinary } from './binary';
import { terraformCliConfig } from './cli-config';

/** Names of what `toolEnvironment` sets. */
export const TOOL_VARIABLES = [
  'TERRAFORM_BINARY_NAME',
  'TF_CLI_CONFIG_FILE',
  'CDKTF_SKIP_PROVIDER_LOCK',
  'CDKTF_DISABLE_PLUGIN_CACHE_ENV',
  'CHECKPOINT_DISABLE',
] as const;

/**
 * What other programs that run Terraform (cdktf-cli, a shell) need to do it as the commands here do. cdktf-cli asks the
 * registry for a lock file even where a mirror has the provider, so it is told not to; the commands here need none.
 */
export async function toolEnvironment(): Promise<Record<(typeof TOOL_VARIABLES)[number], string>> {
  return {
    TERRAFORM_BINARY_NAME: await terraformBinary({ onMessage: (message) => console.error(message) }),
    TF_CLI_CONFIG_FILE: terraformCliConfig(),
    CDKTF_SKIP_PROVIDER_LOCK: 'true',
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: 'true',
    CHECKPOINT_DISABLE: '1',
  };
}
