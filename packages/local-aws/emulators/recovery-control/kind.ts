import type { Fields } from '../aws';

/** What the control plane does with resources of one kind; what is answered is the response's body. */
export interface Kind {
  create(input: Fields): Fields;
  describe(arn: string): Fields;
  update(input: Fields): Fields;
  delete(arn: string): void;
}
