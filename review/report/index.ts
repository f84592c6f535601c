import type { JudgedReview } from '../gates/judge';
import { html } from './html';
import { json, junit, sarif } from './machine';
import { markdown } from './markdown';

const FORMATS = { md: markdown, html, json, sarif, junit } as const;

export type Format = keyof typeof FORMATS;
export const formats = Object.keys(FORMATS) as readonly Format[];

/** The same review gives the same bytes. */
export const render = (review: JudgedReview, format: Format): string => FORMATS[format](review);
