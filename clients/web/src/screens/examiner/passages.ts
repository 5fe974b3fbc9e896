export interface Part {
  text: string;
  isMarked: boolean;
}

// The text in parts, those that one of the passages covers marked. A passage is found whatever white space it was taken
// with; one that does not stand in the text is left out.
export function split(text: string, passages: string[]): Part[] {
  const marks = new Uint8Array(text.length);
  for (const passage of passages) {
    const words = passage.split(/\s+/).filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const found = words.length > 0 ? new RegExp(words.join('\\s+')).exec(text) : null;
    if (found) marks.fill(1, found.index, found.index + found[0].length);
  }
  const parts: Part[] = [];
  for (let from = 0, to = 0; from < text.length; from = to) {
    while (to < text.length && marks[to] === marks[from]) ++to;
    parts.push({ text: text.slice(from, to), isMarked: marks[from] === 1 });
  }
  return parts;
}
