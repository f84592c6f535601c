/**
 * ISO 3166-1 alpha-2 codes in use, by continent: 249 in all.
 *
 * Each country stands on one continent, that on which most of its people live; an uninhabited territory stands where it
 * lies. Codes that ISO merely reserves or leaves to its users (AC, EU, UK, XK …) are not countries here: viewers with such a
 * code are served by the document's default region.
 */
const CODES_BY_CONTINENT = {
  AF: `
    AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE
    RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW`,
  AN: 'AQ BV GS HM TF',
  AS: `
    AE AF AM AZ BD BH BN BT CC CN CX GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK
    PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE`,
  EU: `
    AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL
    NO PL PT RO RS RU SE SI SJ SK SM UA VA`,
  NA: `
    AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX TC TT US VC
    VG VI`,
  OC: 'AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS',
  SA: 'AR BO BR CL CO EC FK GF GY PE PY SR UY VE',
} as const;

export type Continent = keyof typeof CODES_BY_CONTINENT;

export const CONTINENTS = Object.keys(CODES_BY_CONTINENT) as readonly Continent[];

/** Continent of every country, by its code. */
export const CONTINENT_BY_COUNTRY: ReadonlyMap<string, Continent> = new Map(
  CONTINENTS.flatMap((continent) =>
    CODES_BY_CONTINENT[continent]
      .trim()
      .split(/\s+/)
      .map((country): [string, Continent] => [country, continent]),
  ),
);
