import { findServices } from './daemon/state';

/**
 * What makes Terraform, the AWS provider, the CLI and the SDKs talk to the local AWS and to nothing else:
 * the configuration that they run stays what goes to AWS.
 */
export function localEnvironment(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    // APIs that put the account id in front of the host (S3 Control, CloudFront KeyValueStore) find it by proxy.
    HTTP_PROXY: endpoint,
    http_proxy: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    CHECKPOINT_DISABLE: '1',
    ...userSettingsOff(),
  };
}

/** The environment of the services that run, if they do. */
export function runningEnvironment(directory: string): Record<string, string> | undefined {
  const services = findServices(directory);
  return services && localEnvironment(services.endpoint);
}

/** As lines for a POSIX shell: `eval "$(…)"`. An empty value unsets the variable. */
export function shellExports(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) =>
      value === '' ? `unset ${name}` : `export ${name}='${value.replaceAll("'", "'\\''")}'`,
    )
    .join('\n');
}

/** The user's own profile, session or endpoints would send some of the requests elsewhere. */
function userSettingsOff(): Record<string, string> {
  const names = [
    'AWS_PROFILE',
    'AWS_DEFAULT_PROFILE',
    'AWS_SESSION_TOKEN',
    'AWS_ROLE_ARN',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CA_BUNDLE',
    'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
    'AWS_USE_FIPS_ENDPOINT',
    'AWS_USE_DUALSTACK_ENDPOINT',
    ...Object.keys(process.env).filter((name) => /^AWS_(ENDPOINT_URL_|STS_|S3_ENDPOINT)/.test(name)),
  ];
  return {
    ...Object.fromEntries(names.map((name) => [name, ''])),
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}
