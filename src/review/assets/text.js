// Positions in a text, and how its marks are cut into elements that nest. The server counts code points, scripts count
// UTF-16 units.

/** Converts positions between code points and UTF-16 units. */
export class Offsets {
  constructor(text) {
    this.length = text.length;
    // Of each character of two units, its position in units. Most texts have none.
    this.wide = [];
    if (/[\ud800-\udbff]/.test(text)) {
      for (let at = 0; at + 1 < text.length; at += 1) {
        if ((text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
          this.wide.push(at);
          at += 1;
        }
      }
    }
  }

  /** The position in units of a position in code points. */
  units(points) {
    const before = below(this.wide.length, (n) => this.wide[n] - n < points);
    return Math.min(points + before, this.length);
  }

  /** The position in code points of a position in units. */
  points(units) {
    return units - below(this.wide.length, (n) => this.wide[n] < units);
  }

  /** A range in units that cuts no character in two. */
  whole(start, end) {
    return [this.units(this.points(start) - (this.isInside(start) ? 1 : 0)), this.units(this.points(end))];
  }

  isInside(unit) {
    const before = below(this.wide.length, (n) => this.wide[n] < unit);
    return before > 0 && this.wide[before - 1] === unit - 1;
  }
}

/** How many of the first positions have a property that no later one has. */
function below(count, has) {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (has(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Maximum length of a paragraph, in units: a longer line is shown as several. */
const LONGEST = 6000;

/** The paragraphs of a text, in units: its lines that are not empty. */
export function paragraphs(text) {
  const found = [];
  for (const line of text.matchAll(/[^\r\n]+/g)) {
    let start = line.index;
    const end = start + line[0].length;
    while (end - start > LONGEST) {
      const space = text.lastIndexOf(" ", start + LONGEST);
      let cut = space > start + LONGEST / 2 ? space + 1 : start + LONGEST;
      if ((text.charCodeAt(cut) & 0xfc00) === 0xdc00) cut += 1;
      found.push({ start, end: cut });
      start = cut;
    }
    if (text.slice(start, end).trim()) found.push({ start, end });
  }
  return found;
}

/** Maximum depth of nested elements; marks below it have no element there. */
const DEEPEST = 12;

/** Whether a mark comes before another: the one that begins first, or the longer one. */
export const inOrder = (a, b) => a.start - b.start || b.end - a.end;

/** Cuts sorted marks at the bounds of a range and of each other, so that they nest: `{ start, end, mark, inside }`. */
export function nested(marks, from, to) {
  const root = { start: from, end: to, mark: undefined, inside: [] };
  const open = [root];
  const queue = marks
    .map((mark) => ({ start: Math.max(mark.start, from), end: Math.min(mark.end, to), mark }))
    .sort(inOrder);
  for (let at = 0; at < queue.length; at += 1) {
    const { start, mark } = queue[at];
    let { end } = queue[at];
    if (start >= end) continue;
    while (open.length > 1 && open.at(-1).end <= start) open.pop();
    const around = open.at(-1);
    if (end > around.end) {
      const rest = { start: around.end, end, mark };
      const left = queue.length - at - 1;
      queue.splice(at + 1 + below(left, (n) => inOrder(queue[at + 1 + n], rest) <= 0), 0, rest);
      end = around.end;
    }
    if (open.length > DEEPEST) continue;
    const piece = { start, end, mark, inside: [] };
    around.inside.push(piece);
    open.push(piece);
  }
  return root.inside;
}
