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
  /** Who is told and who reviews, by layer; several layers may name the same team. */
  teams: section({
    /** Owns the `state` stack. */
    platform: team,
    /** Owns the `global` stack. */
    edge: team,
    /** Owns the stack of each region that names no team of its own. */
    region: team,
    /** Owns the `backfill` stack. */
    media: team,
  }),
};
