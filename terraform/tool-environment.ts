import { terraformBinary } from './binary';
import { terraformCliConfig } from './cli-config';

/**
 * What other programs that run Terraform (cdktf-cli, a shell) need to do it as the commands here do. cdktf-cli asks the
 * registry for a lock file even where a mirror has the provider, so it is told not to; the commands here need none.
 */
export async function toolEnvironment(): Promise<Record<string, string>> {
  return {
    TERRAFORM_BINARY_NAME: await terraformBinary({ onMessage: (message) => console.error(message) }),
    TF_CLI_CONFIG_FILE: terraformCliConfig(),
    CDKTF_SKIP_PROVIDER_LOCK: 'true',
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: 'true',
    CHECKPOINT_DISABLE: '1',
  };
}
