// Resource names: "awards/{award}/cycles/{year}/participations/{unit}/...".
export const award = 'awards/kvalitetsutmarkelsen';

export const cycleName = (year: string) => `${award}/cycles/${year}`;
export const caseName = (year: string, unit: string) => `${cycleName(year)}/participations/${unit}`;
export const personName = (id: string) => `people/${id}`;

// The last segment: "ungdomsjouren" of ".../participations/ungdomsjouren".
export const idOf = (name: string) => name.slice(name.lastIndexOf('/') + 1);

// What stands before the last `levels` segments.
export const parentOf = (name: string, levels = 2) => name.split('/').slice(0, -levels).join('/');
