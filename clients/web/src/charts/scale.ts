// Where a value stands across a picture, with room for a mark at both ends.
export const quarters = [0, 0.25, 0.5, 0.75, 1];
export const across = (value: number, max: number): string => `${3 + (94 * value) / max}%`;
