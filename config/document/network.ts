import { choice, section } from '../fields';

export const fields = {
  /** The private network of every region. */
  network: section({
    /** `per-zone` survives the loss of a zone; `single` costs a third. */
    natGateways: choice(['per-zone', 'single']),
  }),
};
