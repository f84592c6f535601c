import { shellEnvironment } from '../terraform/shell-environment';

/** Commands that run Terraform; `local` does for some of its actions. */
const WITH_TERRAFORM = [
  ...['plan', 'apply', 'destroy', 'bootstrap', 'review', 'validate'],
  ...['start', 'drill', 'walk', 'local start', 'local deploy', 'local destroy'],
];

/**
 * Before anything is synthesized, asked or forgotten: throws where a variable of the user's shell would change what Terraform does, and
 * says which ones it runs without.
 */
export function settleTerraform(command: string, action: unknown, say: (sentence: string) => void): void {
  if (!WITH_TERRAFORM.includes(command) && !WITH_TERRAFORM.includes(`${command} ${action}`)) return;
  for (const sentence of shellEnvironment().leftOut) say(sentence);
}
