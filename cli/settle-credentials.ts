/**
 * Leaves one source of credentials in an environment that names two. The SDK here takes the profile, Terraform the keys
 * (https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs#authentication-and-configuration), and so does the AWS CLI:
 * keys it is for all.
 */
export function settleCredentials(environment: NodeJS.ProcessEnv): void {
  if (environment.AWS_ACCESS_KEY_ID && environment.AWS_SECRET_ACCESS_KEY) delete environment.AWS_PROFILE;
}
