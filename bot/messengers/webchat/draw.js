/* 把一条消息画成气泡或卡片。文字只用 textContent 显示。 */

import { drawBars } from './bars.js';
import { el, shape } from './elements.js';

const LIST = 2;            // so many lines of one button each are a list

export function drawMine(deed) {
  const item = el('li', 'item mine' + (deed.press ? ' pressed' : '') + (deed.file ? ' file' : ''));
  item.appendChild(el('div', 'bubble', deed.text));
  return item;
}

/* `hands` say what a press and a download do. */
export function drawCard(message, hands) {
  const item = el('li', 'item answer' + (message.event ? '' : ' told'));
  item.appendChild(drawInside(message, hands));
  item.dataset.id = message.id;
  item.dataset.head = message.title || message.text.split('\n')[0];
  item.dataset.rest = message.title ? message.text.split('\n')[0] : '';
  item.dataset.came = message.came || (message.event ? 'went' : 'told');
  return item;
}

/* The card itself: title, text, bars, facts, a file, buttons. */
export function drawInside(message, hands) {
  const rich = message.title || message.facts.length || message.rows.length || message.file;
  const card = el('div', 'bubble card' + (rich ? '' : ' sentence'));
  const head = el('div', 'head');
  const text = message.bars.length ? message.drawn : message.text;
  if (message.title) head.appendChild(el('h2', '', message.title));
  if (text) head.appendChild(el('p', '', text));
  if (head.firstChild) card.appendChild(head);
  if (message.bars.length) card.appendChild(drawBars(message.bars));
  if (message.facts.length) card.appendChild(drawFacts(message, hands));
  if (message.file) card.appendChild(drawDownload(message, hands));
  if (message.rows.length) card.appendChild(drawButtons(message, hands));
  return card;
}

/* A fact that can be changed is a line to press, in the place of its button. */
function drawFacts(message, hands) {
  const list = el('dl', 'facts');
  message.facts.forEach(function (fact) {
    const row = el('div', 'fact');
    row.appendChild(el('dt', '', fact[0]));
    const value = el('dd', '', fact[2] ? undefined : fact[1]);
    if (fact[2]) {
      const change = press(message, { text: fact[1], press: fact[2] }, hands, 'line');
      change.setAttribute('aria-label', '改' + fact[0] + '：' + fact[1]);
      change.appendChild(shape('go'));
      value.appendChild(change);
      row.classList.add('changes');
    }
    row.appendChild(value);
    list.appendChild(row);
  });
  return list;
}

function drawButtons(message, hands) {
  const shown = message.facts.map(function (fact) { return fact[2]; });
  const rows = message.rows.map(function (row) {
    return row.filter(function (button) { return shown.indexOf(button.press) < 0; });
  }).filter(function (row) { return row.length; });
  const single = rows.filter(function (row) { return row.length === 1 && row[0].weight === 'plain'; });
  const list = single.length >= LIST;
  const all = el('div', 'buttons');
  rows.forEach(function (row) {
    const inList = list && single.indexOf(row) >= 0;
    const line = el('div', inList ? 'row entry' : 'row' + (row.length > 2 ? ' narrow' : ''));
    row.forEach(function (button) {
      const made = press(message, button, hands, inList ? 'line' : button.weight);
      if (inList) made.appendChild(shape('go'));
      line.appendChild(made);
    });
    all.appendChild(line);
  });
  return all;
}

function press(message, button, hands, look) {
  const made = el('button', 'press ' + look);
  made.type = 'button';
  made.appendChild(el('span', 'words', button.text));
  made.dataset.of = message.id;
  made.dataset.press = button.press;
  if (button.standing) made.dataset.standing = '1';
  made.addEventListener('click', function () {
    if (!button.standing) made.classList.add('done');
    hands.press(button);
  });
  return made;
}

function drawDownload(message, hands) {
  const button = el('button', 'download', '下载：' + message.file);
  button.type = 'button';
  button.addEventListener('click', function () { hands.download(message, button); });
  return button;
}
