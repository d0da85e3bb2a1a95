// What is asked of the pictures: that they can be read, with eyes and without.

/** Boxes of some texts as they are painted, and what lies over one another among them. */
const overlaps = selector => {
  const boxes = [...document.querySelectorAll(selector)].map(e => ({ text: e.textContent, box: e.getBoundingClientRect() }));
  const found = [];
  boxes.forEach(({ text, box: a }, n) => {
    for (const { text: other, box: b } of boxes.slice(n + 1)) {
      const [across, down] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
      if (across > 1 && down > 3) found.push(`${text} lies over ${other}`);
    }
  });
  return found.slice(0, 5);
};

/** What holds for every picture: named marks, a text beside it, nothing outside its frame. */
const common = selector => {
  const problems = [];
  for (const svg of document.querySelectorAll(selector)) {
    const name = document.getElementById(svg.getAttribute('aria-labelledby')?.split(' ')[0]);
    if (!name?.textContent.trim()) problems.push('the picture has no name');
    const marks = [...svg.querySelectorAll('a')];
    const nameless = marks.find(a => !a.getAttribute('aria-label')?.trim() || !a.querySelector(':scope > title'));
    if (nameless) problems.push(`a mark has no name: ${nameless.outerHTML.slice(0, 100)}`);
    const frame = svg.getBoundingClientRect();
    for (const text of svg.querySelectorAll('text')) {
      const box = text.getBoundingClientRect();
      if (box.left < frame.left - 2 || box.right > frame.right + 2 || box.bottom > frame.bottom + 2) {
        problems.push(`text outside the picture: ${text.textContent}`);
      }
    }
  }
  return problems;
};

async function map({ page }) {
  if (await page.locator('svg.picture-map').count() === 0) return undefined;
  const problems = [...await page.evaluate(common, 'svg.picture-map'), ...await page.evaluate(overlaps, '.picture-names text')];
  const { marks, rows, scale, grid } = await page.evaluate(() => {
    const svg = document.querySelector('svg.picture-map');
    const groups = [...svg.querySelectorAll('.picture-disc')].length;
    return {
      marks: svg.querySelectorAll('.picture-mark').length - svg.querySelectorAll('.picture-legend .picture-mark').length + groups,
      rows: document.querySelectorAll(`#${svg.id}-table tbody tr`).length,
      scale: svg.querySelector('.picture-scale')?.textContent ?? '',
      grid: svg.querySelectorAll('.picture-grid path').length,
    };
  });
  if (marks === 0) problems.push('there is no mark');
  if (rows < marks) problems.push(`${marks} marks and ${rows} rows in the table`);
  if (!/\d+ k?m$/.test(scale)) problems.push(`the scale does not say its length: ${scale}`);
  if (grid < 2) problems.push('there is no grid');
  // A mark leads where the table leads.
  const link = page.locator('svg.picture-map a[href^="#"]').first();
  if (await link.count() > 0) {
    const target = await link.getAttribute('href');
    if (await page.locator(`[id="${target.slice(1)}"]`).count() === 0) problems.push(`a group leads nowhere: ${target}`);
  }
  return problems;
}

async function timeline({ page }) {
  if (await page.locator('svg.picture-timeline').count() === 0) return undefined;
  const problems = [...await page.evaluate(common, 'svg.picture-timeline'), ...await page.evaluate(overlaps, '.picture-grid text, .picture-name text')];
  problems.push(...await page.evaluate(() => {
    const found = [];
    const svg = document.querySelector('svg.picture-timeline');
    const bars = svg.querySelectorAll('.picture-link .picture-bar, .picture-link .picture-day').length;
    const rows = document.querySelectorAll(`#${svg.id}-table tbody tr`).length;
    if (bars !== rows) found.push(`${bars} bars and ${rows} rows in the table`);
    for (const bar of svg.querySelectorAll('.picture-bar')) {
      const { width } = bar.getBoundingClientRect();
      if (!(width >= 1)) found.push('a bar has no width');
      const fill = bar.getAttribute('fill').match(/#(.+)\)/)?.[1];
      if (!document.getElementById(fill)) found.push(`a bar has no pattern: ${fill}`);
    }
    if (svg.querySelectorAll('.picture-grid text').length < 2) found.push('the axis names fewer than two times');
    return found.slice(0, 5);
  }));
  return problems;
}

async function diagram({ page }) {
  if (await page.locator('svg.picture-diagram').count() === 0) return undefined;
  const problems = await page.evaluate(common, 'svg.picture-diagram');
  problems.push(...await page.evaluate(overlaps, 'svg.picture-diagram text'));
  const boxes = await page.evaluate(() => {
    const found = [...document.querySelectorAll('.picture-box')].map(e => e.getBoundingClientRect());
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    return found.filter((a, n) => found.slice(n + 1).some(b => meet(a, b))).length;
  });
  if (boxes > 0) problems.push(`${boxes} boxes overlap`);
  return problems;
}

/** On a phone each picture fits, and what is written in it can be read. */
export async function fits({ page }) {
  const problems = await page.evaluate(() => {
    const found = [];
    for (const frame of document.querySelectorAll('.picture-fits')) {
      const shown = [...frame.querySelectorAll(':scope > svg')].filter(svg => svg.checkVisibility());
      if (frame.closest('details:not([open])')) continue;
      if (shown.length !== 1) found.push(`${shown.length} drawings of a picture are shown`);
      if (frame.scrollWidth > frame.clientWidth) found.push(`a picture is ${frame.scrollWidth} pixels wide in ${frame.clientWidth}`);
      for (const text of shown.flatMap(svg => [...svg.querySelectorAll('text:not(.picture-letter)')])) {
        const { height } = text.getBoundingClientRect();
        if (text.textContent && height < 9) found.push(`${text.textContent} is ${height} pixels high`);
      }
    }
    return found.slice(0, 5);
  });
  for (const kind of ['map', 'timeline']) problems.push(...await page.evaluate(common, `svg.picture-${kind}`));
  problems.push(...await page.evaluate(overlaps, '.picture-names text, .picture-grid text, .picture-name text'));
  return problems;
}

export const pictures = { map, timeline, diagram };
