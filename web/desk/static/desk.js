// What the desk does in the browser beyond links and forms; every page works without it.
(() => {
  const enter = document.querySelector("form[data-enter]");
  if (enter && location.hash.startsWith("#k=")) {
    enter.elements.key.value = location.hash;
    history.replaceState(null, "", location.pathname + location.search);
    enter.submit();
  }
  const menu = document.querySelector("[data-menu]");
  if (menu) menu.addEventListener("click", () => {
    const open = document.body.classList.toggle("menu-open");
    menu.setAttribute("aria-expanded", String(open));
  });
  document.querySelectorAll("[data-print]").forEach((b) => b.addEventListener("click", () => print()));
  document.querySelectorAll("select[data-go]").forEach((s) => s.addEventListener("change", () => s.form.submit()));
  const bar = document.querySelector("[data-bar]");
  if (!bar) return;
  const boxes = [...document.querySelectorAll("input[name=pk]")];
  const all = document.querySelector("[data-all]");
  const show = () => {
    const n = boxes.filter((box) => box.checked).length;
    bar.hidden = n === 0;
    bar.querySelector("[data-count]").textContent = `已选${n}项`;
    boxes.forEach((box) => box.closest("tr").classList.toggle("chosen", box.checked));
  };
  all.addEventListener("change", () => { boxes.forEach((box) => { box.checked = all.checked; }); show(); });
  boxes.forEach((box) => box.addEventListener("change", show));
  show();
})();
