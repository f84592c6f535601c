/** Who answers depends on something that only the apply will tell, or that the model does not know. */
export class CannotTell extends Error {}
