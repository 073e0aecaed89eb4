/* 太旧的浏览器：说明白，不留白页。 */
document.getElementById('gate-text').textContent =
  '这个浏览器太旧，打不开网页对话。请换用较新的浏览器；用360浏览器的，请切换到“极速模式”。';
document.getElementById('gate').removeAttribute('hidden');
