/* 办完的卡片折成一行：做了什么、结果怎样，点开还能看。 */

import { el, shape } from './elements.js';

const FRESH = 1;           // so many of the newest answers stay open

/* Every answer but the newest folds; a short sentence without buttons is a line already. */
export function foldOld(talk) {
  const answers = talk.querySelectorAll('.answer');
  for (let i = 0; i < answers.length - FRESH; i += 1) {
    const item = answers[i];
    if (item.classList.contains('unread') || item.classList.contains('folds')) continue;
    fold(item);
  }
  join(talk);
}

function fold(item) {
  const mine = pressedAfter(item);
  item.classList.add('folds');
  const line = el('button', 'fold');
  line.type = 'button';
  line.setAttribute('aria-expanded', 'false');
  line.appendChild(shape(item.dataset.came));
  line.appendChild(el('strong', '', item.dataset.head));
  const chosen = mine ? '选了“' + mine.textContent + '”' : item.dataset.rest;
  line.appendChild(el('span', 'rest', chosen));
  line.appendChild(shape('open'));
  if (mine) mine.classList.add('gone');
  line.addEventListener('click', function () {
    const open = item.classList.toggle('opened');
    line.setAttribute('aria-expanded', open ? 'true' : 'false');
    join(item.parentNode);
  });
  item.insertBefore(line, item.firstChild);
}

/* What was pressed on it, if that is what came next. */
function pressedAfter(item) {
  const next = item.nextElementSibling;
  return next && next.classList.contains('pressed') ? next : null;
}

/* Folded neighbours are one block. */
function join(talk) {
  let before = null;
  const items = talk.children;
  for (let i = 0; i < items.length; i += 1) {
    const item = items[i];
    if (item.classList.contains('gone')) continue;
    const folded = item.classList.contains('folds') && !item.classList.contains('opened');
    item.classList.toggle('joined', folded && before !== null);
    if (before) before.classList.toggle('joins', folded);
    before = folded ? item : null;
  }
  if (before) before.classList.remove('joins');
}
