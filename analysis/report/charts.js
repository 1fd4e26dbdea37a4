// SPDX-License-Identifier: Apache-2.0
// The charts: plain functions from rows to Vega-Lite specifications, for a given width in pixels. No text of their own
// but what they are given; positions of rows are reckoned here, so that labels never run into the marks.

// Blue and vermilion (Okabe and Ito) tell apart with any colour vision; the shapes tell apart in black and white.
const series_styles = {
  relationship: { color: '#0072B2', shape: 'circle' },
  parenting: { color: '#C04A00', shape: 'diamond' },
  baseline: { color: '#6B6B6B', shape: 'circle' },
  scenario: { color: '#00664F', shape: 'diamond' },
  2016: { color: '#6B6B6B', shape: 'circle' },
  2021: { color: '#0072B2', shape: 'diamond' },
  used: { color: '#0072B2', shape: 'circle' },
  held_out: { color: '#C04A00', shape: 'diamond' },
  not_fitted: { color: '#6B6B6B', shape: 'triangle-up' },
  first_order: { color: '#0072B2', shape: 'circle' },
  total_order: { color: '#C04A00', shape: 'diamond' },
};
const ink = '#1D2530', soft_ink = '#4A5462', hairline = '#DDE2E8';

const chart_config = {
  font: 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif',
  view: { stroke: null },
  axis: {
    labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal', labelColor: soft_ink, titleColor: soft_ink,
    gridColor: hairline, domain: false, tickColor: hairline, titlePadding: 8,
  },
  aria: false,  // the chart's element carries the description, the table below it the data
};

const color_scale = (names) => ({ domain: names, range: names.map((n) => series_styles[n].color) });
const shape_scale = (names) => ({ domain: names, range: names.map((n) => series_styles[n].shape) });

/// Bounds that hold every value and zero, with some air.
function bounds_of(values) {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(0, ...finite), high = Math.max(0, ...finite);
  const air = (high - low || 1) * 0.06;
  return [low < 0 ? low - air : 0, high > 0 ? high + air : 0];
}

const nothing = { values: [] };
/// Zero has no sign.
const axis_text = (format) => ({ format, labelExpr: `datum.value == 0 ? '0' : format(datum.value, '${format}')` });
const base_spec = (width, height, padding) => ({
  width: Math.max(120, width - padding.left - padding.right), height, padding,
  autosize: { type: 'none', contains: 'content' }, background: null, config: chart_config,
});

/// The width of a row's label in pixels, in the font that this browser has: no guess per letter.
const pen = document.createElement('canvas').getContext('2d');
const label_size = 12.5;
function width_of(text) {
  pen.font = `${label_size}px ${chart_config.font}`;
  return pen.measureText(text).width;
}

/// A text in lines of at most so many pixels, broken between words; a word that is wider itself, inside it.
function broken(text, room) {
  const lines = [''];
  for (let word of String(text).split(' ')) {
    const line = lines[lines.length - 1];
    if (line && width_of(`${line} ${word}`) <= room) {
      lines[lines.length - 1] = `${line} ${word}`;
      continue;
    }
    if (line) lines.push('');
    while (word.length > 4 && width_of(word) > room) {
      let n = word.length - 1;
      while (n > 3 && width_of(`${word.slice(0, n)}-`) > room) n -= 1;
      lines.splice(-1, 1, `${word.slice(0, n)}-`, '');
      word = word.slice(n);
    }
    lines[lines.length - 1] = word;
  }
  return lines;
}

/// Rows of dots with intervals. rows: {head} or {label, points: [{series, value, low, high, tip}]}; series: names in
/// the order of the styles; connect: a line from the first to the last point of a row; beside: rows of charts with which it
/// shares the place of zero; stems: a pale bar from zero to each dot.
function row_chart({ rows, beside: kin = rows, series, x_title, format, domain, connect = false, bars = false, stems = false }) {
  return (width) => {
    const widest = Math.ceil(Math.max(40, ...kin.map((r) => width_of(r.label || ''))));
    // Labels have a column of their own left of the plot; where long ones leave no room for that, a line of their own.
    const beside = width >= 440 || widest <= 0.4 * width;
    const room = beside ? Math.min(widest, Math.floor(0.4 * width)) : width - 16;
    const left = beside ? room + 16 : 14;
    const edge = 4 - left;  // where the chart's element begins, seen from the plot
    const has_heads = rows.some((r) => r.head !== undefined);
    const lane = bars ? 15 : connect ? 0 : 15;  // two points that a line joins share a lane
    const lanes = connect ? 1 : series.length;
    const heads = [], labels = [], points = [], joins = [], lines = [], bands = [{ from: -2, to: 4 }];
    let y = 4;
    for (const row of rows) {
      if (row.head !== undefined) {
        heads.push({ text: row.head, y: y + 16 });
        bands.push({ from: y, to: y + 28 });
        y += 30;
        continue;
      }
      const words_of = broken(row.label, room), thick = Math.max(1, lanes) * (lane || 16);
      const top = beside ? y + Math.max(0, (words_of.length * 15 - thick) / 2) : y + words_of.length * 15 + 1;
      const middle = top + 4 + thick / 2;
      const first = beside ? middle - (words_of.length - 1) * 7.5 : y + 8;
      words_of.forEach((text, i) => labels.push({ text, y: first + 15 * i }));
      if (!beside) bands.push({ from: y, to: top });
      const bottom = beside ? Math.max(top + 8 + thick, y + words_of.length * 15 + 6) : top + 8 + thick;
      row.points.forEach((p) => {
        const place = connect ? 0 : series.indexOf(p.series);
        points.push({ ...p, name: p.series, zero: 0, y: connect ? middle : top + 4 + lane * (place + 0.5) });
      });
      const values = row.points.map((p) => p.value).filter(Number.isFinite);
      if (connect && values.length > 1) joins.push({ from: Math.min(...values), to: Math.max(...values), y: middle });
      y = bottom;
      lines.push({ y: y + 1 });
      y += 3;
    }
    const height = y + 2;
    const all = points.flatMap((p) => [p.value, p.low, p.high]);
    const scale = { domain: domain || bounds_of(all), nice: false, zero: false };
    const right = bars ? 52 : 18, inner = Math.max(120, width - left - right);
    const title = broken(x_title, inner);
    const padding = { left, right, top: 2, bottom: 32 + 14 * title.length };
    const at_y = { field: 'y', type: 'quantitative', scale: null, axis: null };
    const x = {
      field: 'value', type: 'quantitative', scale,
      axis: { title, ...axis_text(format), tickCount: Math.max(3, Math.min(7, Math.round(inner / 70))), labelFlush: true },
    };
    const color = { field: 'name', type: 'nominal', legend: null, scale: color_scale(series) };
    const shape = { field: 'name', type: 'nominal', legend: null, scale: shape_scale(series) };
    const tooltip = { field: 'tip', type: 'nominal' };
    const words = (values, at, style) => ({
      data: { values },
      mark: { type: 'text', align: 'left', baseline: 'middle', color: ink, ...style },
      encoding: { y: at_y, x: { value: at }, text: { field: 'text', type: 'nominal' } },
    });
    const to_the_plot = beside && !has_heads;  // under a head they begin where it begins
    return {
      ...base_spec(width, height, padding),
      layer: [
        { data: { values: lines }, mark: { type: 'rule', color: hairline }, encoding: { y: at_y, x: { value: edge }, x2: { value: inner } } },
        { data: { values: [{ value: 0 }] }, mark: { type: 'rule', color: ink, strokeWidth: 1.2 }, encoding: { x } },
        { data: { values: bands }, mark: { type: 'rect', color: 'white' },  // zero and grid stop where words stand between the rows
          encoding: { y: { ...at_y, field: 'from' }, y2: { field: 'to' }, x: { value: -2 }, x2: { value: inner + 2 } } },
        words(heads, edge, { fontSize: 13, fontWeight: 'bold', limit: width - 8 }),
        words(labels, to_the_plot ? -10 : edge, { fontSize: label_size, align: to_the_plot ? 'right' : 'left' }),
        { data: { values: joins }, mark: { type: 'rule', color: '#9AA4B0', strokeWidth: 3 }, encoding: { y: at_y, x: { ...x, field: 'from' }, x2: { field: 'to' } } },
        { data: stems ? { values: points } : nothing, mark: { type: 'rule', strokeWidth: 11, opacity: 0.3 },
          encoding: { y: at_y, x: { ...x, field: 'zero' }, x2: { field: 'value' }, color, tooltip } },
        { data: bars ? nothing : { values: points.filter((p) => Number.isFinite(p.low) && Number.isFinite(p.high)) },
          mark: { type: 'rule', strokeWidth: 2.4, opacity: 0.75 },
          encoding: { y: at_y, x: { ...x, field: 'low' }, x2: { field: 'high' }, color, tooltip } },
        { data: bars ? { values: points } : nothing, mark: { type: 'rule', strokeWidth: 12 },
          encoding: { y: at_y, x: { ...x, field: 'zero' }, x2: { field: 'value' }, color, tooltip } },
        { data: bars ? { values: points } : nothing, mark: { type: 'text', align: 'left', baseline: 'middle', dx: 5, fontSize: 12, color: soft_ink },
          encoding: { y: at_y, x, text: { field: 'shown', type: 'nominal' } } },
        { data: bars ? nothing : { values: points.filter((p) => Number.isFinite(p.value)) },
          mark: { type: 'point', filled: true, size: 85, opacity: 1, stroke: 'white', strokeWidth: 0.8 },
          encoding: { y: at_y, x, color, shape, tooltip } },
      ],
    };
  };
}

/// A line with its band per series over the years. rows: {year, series, value, low, high, tip}.
function time_chart({ rows, series, y_title, format, domain, height = 190 }) {
  return (width) => {
    const padding = { left: 62, right: 14, top: 8, bottom: 26 };
    const years = rows.map((r) => r.year);
    const first = Math.min(...years), last = Math.max(...years);
    const step = Math.ceil((last - first + 1) / Math.max(3, Math.floor((width - 76) / 52)));
    const ticks = [];
    for (let year = last; year >= first; year -= step) ticks.unshift(year);
    const x = {
      field: 'year', type: 'quantitative', scale: { domain: [first, Math.max(last, first + 1)], zero: false, nice: false },
      axis: { title: null, format: 'd', values: ticks, grid: false, labelFlush: true },
    };
    const y_scale = { domain: domain || bounds_of(rows.flatMap((r) => [r.value, r.low, r.high])), nice: false, zero: false };
    const y = { field: 'value', type: 'quantitative', scale: y_scale, axis: { title: y_title, ...axis_text(format), tickCount: 5 } };
    const color = { field: 'series', type: 'nominal', legend: null, scale: color_scale(series) };
    const shape = { field: 'series', type: 'nominal', legend: null, scale: shape_scale(series) };
    const data = { values: rows };
    return {
      ...base_spec(width, height, padding),
      layer: [
        { data: { values: [{ value: 0 }] }, mark: { type: 'rule', color: ink, strokeWidth: 1.2 }, encoding: { y } },
        { data: { values: rows.filter((r) => Number.isFinite(r.low) && Number.isFinite(r.high)) }, mark: { type: 'area', opacity: 0.22 }, encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color } },
        { data, mark: { type: 'line', strokeWidth: 2.2 }, encoding: { x, y, color } },
        { data, mark: { type: 'point', filled: true, size: rows.length > 40 ? 22 : 45, opacity: 1 },
          encoding: { x, y, color, shape, tooltip: { field: 'tip', type: 'nominal' } } },
      ],
    };
  };
}

/// Published against simulated, with both errors and the line of equality. rows: {x, x_low, x_high, y, y_low, y_high,
/// series, tip}. bounds: of both axes, else from 0 to the largest; still: the value that says no difference, if there is
/// one; what lies outside the bounds stands at the edge.
function fit_chart({ rows, series, x_title, y_title, bounds, still, log = false }) {
  return (width) => {
    const padding = { left: 52, right: 14, top: 8, bottom: 46 };
    const top = Math.max(1, ...rows.flatMap((r) => [r.x, r.y])) * 1.06;
    const [from, to] = bounds || [0, top];
    const scale = { domain: [from, to], nice: !bounds, zero: false, clamp: true, type: log ? 'log' : 'linear' };
    const ticks = log ? { values: [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50].filter((v) => v >= from && v <= to), format: '~g' } : { tickCount: 6 };
    const x = { field: 'x', type: 'quantitative', scale, axis: { title: x_title, ...ticks } };
    const y = { field: 'y', type: 'quantitative', scale, axis: { title: y_title, ...ticks } };
    const color = { field: 'series', type: 'nominal', legend: null, scale: color_scale(series) };
    const shape = { field: 'series', type: 'nominal', legend: null, scale: shape_scale(series) };
    const data = { values: rows };
    const neither = still === undefined ? nothing : { values: [{ x: still, y: still }] };
    const neither_mark = { type: 'rule', color: '#9AA4B0', strokeWidth: 1.2 };
    const side = Math.min(width, 460);
    return {
      ...base_spec(side, Math.max(200, side - padding.left - padding.right), padding),
      layer: [
        { data: neither, mark: neither_mark, encoding: { x } },
        { data: neither, mark: neither_mark, encoding: { y } },
        { data: { values: [{ x: from, y: from }, { x: to, y: to }] }, mark: { type: 'line', color: ink, strokeWidth: 1, strokeDash: [5, 4] }, encoding: { x, y } },
        { data, mark: { type: 'rule', opacity: 0.28 }, encoding: { y, x: { ...x, field: 'x_low' }, x2: { field: 'x_high' }, color } },
        { data, mark: { type: 'rule', opacity: 0.28 }, encoding: { x, y: { ...y, field: 'y_low' }, y2: { field: 'y_high' }, color } },
        { data, mark: { type: 'point', filled: true, size: 40, opacity: 0.85 },
          encoding: { x, y, color, shape, tooltip: { field: 'tip', type: 'nominal' } } },
      ],
    };
  };
}

/// Bars over parts of 0 to 1, and how high each would be if all were alike. rows: {from, to, value, tip}.
function histogram_chart({ rows, series, alike, x_title, y_title }) {
  return (width) => {
    const padding = { left: 46, right: 14, top: 8, bottom: 46 };
    const top = Math.max(1, alike, ...rows.map((r) => r.value)) * 1.08;
    const x = { field: 'from', type: 'quantitative', scale: { domain: [0, 1], nice: false }, axis: { title: x_title, tickCount: 5, grid: false } };
    const y = { field: 'value', type: 'quantitative', scale: { domain: [0, top], nice: false }, axis: { title: y_title, tickCount: 5, format: 'd' } };
    return {
      ...base_spec(Math.min(width, 460), 190, padding),
      layer: [
        { data: { values: rows.map((r) => ({ ...r, zero: 0 })) }, mark: { type: 'rect', color: series_styles[series].color, opacity: 0.85, stroke: 'white', strokeWidth: 1 },
          encoding: { x, x2: { field: 'to' }, y, y2: { field: 'zero' }, tooltip: { field: 'tip', type: 'nominal' } } },
        { data: { values: [{ value: alike }] }, mark: { type: 'rule', color: ink, strokeWidth: 1.2, strokeDash: [5, 4] }, encoding: { y } },
      ],
    };
  };
}

/// Size of effects against their spread, the highest with their names. rows: {x, y, name, tip}.
function effects_chart({ rows, x_title, y_title }) {
  return (width) => {
    const padding = { left: 62, right: 18, top: 8, bottom: 46 };
    const side = Math.min(width, 640);
    const top = Math.max(1e-12, ...rows.flatMap((r) => [r.x, r.y])) * 1.08;
    const scale = { domain: [0, top], nice: false };
    const x = { field: 'x', type: 'quantitative', scale, axis: { title: x_title, ...axis_text('~g'), tickCount: 5 } };
    const y = { field: 'y', type: 'quantitative', scale, axis: { title: y_title, ...axis_text('~g'), tickCount: 5 } };
    const height = Math.max(220, Math.min(420, side - padding.left - padding.right));
    // a name left of its mark where it would run out of the picture; not over the one before it
    const inner = side - padding.left - padding.right, taken = [];
    const names = rows.filter((r) => r.name).map((r) => {
      const px = (r.x / top) * inner, is_left = px + 10 + width_of(r.name) > inner;
      const from = is_left ? px - 10 - width_of(r.name) : px + 10;
      let py = (1 - r.y / top) * height;
      while (taken.some((t) => Math.abs(t.y - py) < 14 && t.from < from + width_of(r.name) && from < t.to)) py += 14;
      taken.push({ y: py, from, to: from + width_of(r.name) });
      return { at: Math.max(0, from), up: py, text: r.name };
    }).filter((n) => n.up < height - 4);
    return {
      ...base_spec(side, height, padding),
      layer: [
        { data: { values: [{ x: 0, y: 0 }, { x: top, y: top }] }, mark: { type: 'line', color: ink, strokeWidth: 1, strokeDash: [5, 4] }, encoding: { x, y } },
        { data: { values: rows }, mark: { type: 'point', filled: true, size: 60, opacity: 0.85, color: series_styles.relationship.color }, encoding: { x, y, tooltip: { field: 'tip', type: 'nominal' } } },
        { data: { values: names }, mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: label_size, color: ink },
          encoding: { x: { field: 'at', type: 'quantitative', scale: null, axis: null }, y: { field: 'up', type: 'quantitative', scale: null, axis: null }, text: { field: 'text', type: 'nominal' } } },
      ],
    };
  };
}
