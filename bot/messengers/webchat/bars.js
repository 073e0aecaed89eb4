/* 各村的时长条：实心是村已确认的，斜纹是还没有确认的，竖线是今天应到的。 */

import { el, shape } from './elements.js';

export function drawBars(bars) {
  const all = el('div', 'bars');
  bars.forEach(function (bar) { all.appendChild(drawOne(bar)); });
  const due = bars.filter(function (bar) { return bar.due && bar.counted < bar.quota; });
  if (bars.length > 1 || due.length) all.appendChild(drawKey(due));
  return all;
}

function drawOne(bar) {
  const row = el('div', 'village');
  const head = el('div', 'line');
  head.appendChild(el('strong', '', bar.label));
  const badge = el('span', 'st s-' + bar.pace);
  badge.appendChild(shape(bar.pace));
  badge.appendChild(el('span', '', bar.word));
  head.appendChild(badge);
  row.appendChild(head);
  row.appendChild(drawTrack(bar));
  const foot = el('div', 'line');
  foot.appendChild(el('span', '', bar.figure));
  foot.appendChild(el('span', 'note', bar.note));
  row.appendChild(foot);
  return row;
}

function drawTrack(bar) {
  const track = el('span', 'bar s-' + bar.pace + (bar.pace === 'unserved' ? ' nobar' : ''));
  track.setAttribute('role', 'img');
  track.setAttribute('aria-label', bar.label + ' ' + bar.figure + '，' + bar.word);
  if (bar.pace === 'unserved' || !bar.quota) return track;
  const counted = Math.min(bar.counted, bar.quota), confirmed = Math.min(bar.confirmed, counted);
  if (confirmed) track.appendChild(part(0, confirmed, bar.quota, confirmed < counted ? 'cut' : ''));
  if (counted > confirmed) track.appendChild(part(confirmed, counted, bar.quota, 'un'));
  if (bar.due && bar.counted < bar.quota) {
    const tick = el('b');
    tick.style.left = 100 * bar.due / bar.quota + '%';
    track.appendChild(tick);
  }
  return track;
}

function part(from, to, whole, cls) {
  const made = el('i', cls);
  made.style.left = 100 * from / whole + '%';
  made.style.width = 100 * (to - from) / whole + '%';
  return made;
}

function drawKey(due) {
  const key = el('div', 'key');
  ['', 'un'].forEach(function (cls) {
    const sample = el('span', 'bar s-on_pace sample');
    sample.appendChild(part(0, 1, 1, cls));
    key.appendChild(sample);
    key.appendChild(el('span', 'of', cls ? '村未确认' : '村已确认'));
  });
  if (due.length) {
    key.appendChild(el('b', 'tick'));
    key.appendChild(el('span', 'of', '今天应到'));
  }
  return key;
}
