/**
 * What `terraform show -json` tells of a plan, as far as a review reads it (format 1.2:
 * https://developer.hashicorp.com/terraform/internals/json-format). `prior_state` is left out on purpose: it holds every secret.
 */
export interface PlanJson {
  readonly format_version: string;
  readonly terraform_version: string;
  /** Whether an apply would do something. */
  readonly applyable?: boolean;
  /** False where Terraform has put something off until another apply. */
  readonly complete?: boolean;
  readonly errored?: boolean;
  readonly resource_changes?: readonly ResourceChange[];
  /** What has changed outside of Terraform since the last apply. */
  readonly resource_drift?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
}

export type Action = 'no-op' | 'create' | 'read' | 'update' | 'delete' | 'forget';

export interface ResourceChange {
  readonly address: string;
  /** What it was called, where a `moved` block gives it another address. */
  readonly previous_address?: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly provider_name: string;
  /** Key of an instance that a replacement has left behind. */
  readonly deposed?: string;
  readonly change: Change;
  /** Why Terraform does it, such as `replace_because_cannot_update`. */
  readonly action_reason?: string;
}

/** A replacement has two actions: delete and create, in their order. */
export interface Change {
  readonly actions: readonly Action[];
  readonly before: unknown;
  readonly after: unknown;
  /** True, at each place that is known only after the apply. */
  readonly after_unknown?: unknown;
  /** True, at each place that the provider's schema or the configuration calls sensitive. */
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  /** Paths of the attributes that make it a replacement. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly importing?: { readonly id?: string };
}

/** The address of the block that a resource or a data source is written in, whatever its index. */
export const withoutIndex = (address: string): string => address.replace(/\[.*/s, '');
