import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

/**
 * A random password that exists while Terraform runs and in no plan, state or output.
 *
 * Every run makes another one: only write-only arguments take it, and they use it when their version is raised.
 * All of them get the same value within one run.
 */
export class GeneratedPassword extends Construct {
  /** Expression for write-only arguments. Anywhere else Terraform refuses it. */
  public readonly value: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = TerraformStack.of(this);
    const name = stack.getLogicalId(this.node);
    // cdktf 0.21 knows no ephemeral blocks.
    stack.addOverride(`ephemeral.aws_secretsmanager_random_password.${name}`, {
      password_length: 40,
      // Databases and headers refuse one sign or another; 40 letters and digits are 238 bits without any.
      exclude_punctuation: true,
    });
    this.value = `\${ephemeral.aws_secretsmanager_random_password.${name}.random_password}`;
  }
}
