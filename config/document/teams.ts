import { z } from 'zod';
import { section } from '../fields';
import { teamName } from '../names';

const team = section({
  /** Tag on every resource of the team's stacks. */
  name: teamName,
  /** Address that alarms are sent to; AWS asks it for a confirmation. */
  email: z.email({ error: 'an e-mail address' }),
});

export const fields = {
  /** Who is told and who reviews; several entries may name the same team. A kind of stack may bring an entry of its own. */
  teams: section({
    /** Owns the `state` stack. */
    platform: team,
    /** Owns the `global` stack. */
    edge: team,
    /** Owns the stack of each region that names no team of its own. */
    region: team,
    /** Owns the `mesh` stack. */
    network: team,
    /** Owns the `data` stacks. */
    data: team,
    /** Owns the `backfill` stack. */
    media: team,
  }).catchall(team),
};
