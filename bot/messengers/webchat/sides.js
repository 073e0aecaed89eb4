/* 常用的话：手机上在输入框上面一排，宽屏在左边一栏。宽屏右边是本月情况。 */

import { callJson } from './server.js';
import { drawInside } from './draw.js';
import { el } from './elements.js';

const ALWAYS = ['帮助', '取消'];
const wide = window.matchMedia('(min-width: 1000px)');
const words = document.getElementById('words');
const rail = document.getElementById('rail');
const menu = document.getElementById('menu-words');
const aside = document.getElementById('aside');

export function showWords(own) {
  [words, rail, menu].forEach(function (place) {
    place.textContent = '';
    own.concat(ALWAYS).forEach(function (word) {
      const button = el('button', '', word);
      button.type = 'button';
      button.dataset.say = word;
      place.appendChild(button);
    });
  });
}

/* The month of an adviser; other people have none, and nobody on a phone asks for it. */
export async function showAside() {
  if (!wide.matches) return;
  try {
    const card = await callJson('GET', 'month');
    aside.hidden = !card.bars || !card.bars.length;
    if (aside.hidden) return;
    card.rows = [];
    aside.textContent = '';
    aside.appendChild(drawInside(card, {}));
  } catch (e) { aside.hidden = true; }
}

wide.addListener(showAside);
