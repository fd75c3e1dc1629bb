// The player of an exported page. Everything that it shows was drawn by the program: it only chooses which picture.
'use strict';

// Rows of characters: texts, each with the number of its look.
const pool = JSON.parse(document.getElementById('pool').textContent);

for (const article of document.querySelectorAll('article')) {
  const data = JSON.parse(article.querySelector('script').textContent);
  const picture = article.querySelector('.screen .picture');
  const says = article.querySelector('.says');
  const place = article.querySelector('.place');
  const choice = article.querySelector('select');
  const rows = [];
  let branch = data.branches[data.branch];
  let at = 0; // the index of the moment that is shown
  let playing = 0; // the timer of the next frame
  let typed = '';

  picture.textContent = '';
  for (let y = 0; y < data.rows; y++) {
    rows.push(picture.appendChild(document.createElement('div')));
  }

  // A frame is what differs from the frame before: where, and which row of the pool.
  for (const one of data.branches) {
    for (const frames of [one.steps, one.film]) {
      let last = new Array(data.rows).fill(0);
      for (const frame of frames) {
        last = last.slice();
        for (let i = 0; i < frame.rows.length; i += 2) last[frame.rows[i]] = frame.rows[i + 1];
        frame.all = last;
      }
    }
  }

  function draw(frame) {
    frame.all.forEach((number, y) => {
      const row = rows[y];
      if (row.number === number) return;
      row.number = number;
      row.replaceChildren();
      const runs = pool[number];
      for (let i = 0; i < runs.length; i += 2) {
        const span = document.createElement('span');
        span.className = runs[i + 1] ? 's' + runs[i + 1] : '';
        span.textContent = runs[i];
        span.style.width = [...runs[i]].length + 'ch';
        row.append(span);
      }
      if (!runs.length) row.append('\u00a0');
    });
  }

  function show(index) {
    at = Math.max(0, Math.min(branch.steps.length - 1, index));
    const step = branch.steps[at];
    draw(step);
    place.textContent = step.place;
    if (says.textContent !== step.says) says.textContent = step.says;
    article.dataset.at = at;
  }

  function stop() {
    if (!playing) return false;
    clearTimeout(playing);
    playing = 0;
    article.classList.remove('playing');
    return true;
  }

  // From the moment that is shown, or from the start where that is the last one.
  function play() {
    if (stop()) return;
    if (at === branch.steps.length - 1) show(0);
    let next = branch.film.findIndex((frame) => frame.step >= at);
    if (next < 0) return;
    article.classList.add('playing');
    const begun = performance.now() - branch.film[next].at;
    const tick = () => {
      const now = performance.now() - begun;
      while (next + 1 < branch.film.length && branch.film[next + 1].at <= now) next++;
      const frame = branch.film[next];
      if (frame.step !== at) show(frame.step);
      draw(frame);
      if (next + 1 === branch.film.length) {
        stop();
        show(branch.steps.length - 1);
        return;
      }
      playing = setTimeout(tick, Math.max(10, branch.film[next + 1].at - now));
    };
    tick();
  }

  function beat(direction) {
    const beats = branch.steps.map((step, i) => (step.beat ? i : -1)).filter((i) => i >= 0);
    const next = direction > 0 ? beats.find((i) => i > at) : beats.findLast((i) => i < at);
    show(next ?? (direction > 0 ? branch.steps.length - 1 : 0));
  }

  // The same time in another branch.
  function choose(index) {
    if (index === undefined || !data.branches[index]) return;
    const t = branch.steps[at].t;
    branch = data.branches[index];
    choice.value = index;
    article.dataset.branch = index;
    show(branch.steps.findLastIndex((step) => step.t <= t));
  }

  const commands = {
    first: () => show(0),
    previousBeat: () => beat(-1),
    previous: () => show(at - 1),
    play,
    next: () => show(at + 1),
    nextBeat: () => beat(1),
    last: () => show(branch.steps.length - 1),
    failure: () => show(branch.failure),
    undo: () => choose(branch.parent),
    branch: () => choose((data.branches.indexOf(branch) + 1) % data.branches.length),
    theme: () => {
      const root = document.documentElement;
      const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.theme = dark ? 'light' : 'dark';
    },
    help: () => {
      const help = article.querySelector('.help');
      help.open = !help.open;
      if (help.open) help.scrollIntoView({ block: 'nearest' });
    },
    stop: () => {
      if (!stop()) article.querySelector('.help').open = false;
    },
  };
  const keys = {
    ' ': 'play', F5: 'play', ArrowLeft: 'previous', h: 'previous', ArrowRight: 'next', l: 'next', PageUp: 'previousBeat',
    PageDown: 'nextBeat', Home: 'first', gg: 'first', End: 'last', G: 'last', f: 'failure', u: 'undo', b: 'branch',
    T: 'theme', '?': 'help', F1: 'help', Escape: 'stop',
  };

  function run(name) {
    if (name !== 'play' && name !== 'theme' && name !== 'help' && name !== 'stop') stop();
    commands[name]();
  }

  article.addEventListener('player', (event) => run(event.detail));
  article.takesKey = (key) => {
    typed = key === 'g' ? typed + 'g' : '';
    const name = keys[typed.length > 1 ? typed : key];
    if (typed.length > 1) typed = '';
    if (name) run(name);
    return Boolean(name) || typed !== '';
  };
  for (const button of article.querySelectorAll('button[data-does]')) {
    button.addEventListener('click', () => run(button.dataset.does));
  }
  for (const button of article.querySelectorAll('button[data-step]')) {
    button.addEventListener('click', () => {
      stop();
      if (data.branches.indexOf(branch) !== data.branch) choose(data.branch);
      show(Number(button.dataset.step));
      picture.scrollIntoView({ block: 'nearest' });
    });
  }
  choice.addEventListener('change', () => {
    stop();
    choose(Number(choice.value));
  });
  article.isAtEnd = () => at === branch.steps.length - 1;
  article.isAtStart = () => at === 0 || (at <= data.step && data.branches.indexOf(branch) === data.branch);
  article.dataset.branch = data.branch;
  choice.value = data.branch;
  article.classList.add('ready');
  show(data.step);
}

// A talk: a clicker's keys go from beat to beat, turn up an answer, and go on to the next page.
const pages = [...document.querySelectorAll('.talk .page')];
let current = 0;

function goTo(index) {
  if (index < 0 || index >= pages.length) return;
  pages[current].removeAttribute('aria-current');
  current = index;
  pages[current].setAttribute('aria-current', 'step');
  pages[current].focus({ preventScroll: true });
  pages[current].scrollIntoView({ block: 'start' });
}

function walk(direction) {
  const page = pages[current];
  const answer = page.querySelector('details.answer');
  const isThrough = !page.takesKey || (direction > 0 ? page.isAtEnd() : page.isAtStart());
  if (!isThrough) page.takesKey(direction > 0 ? 'PageDown' : 'PageUp');
  else if (answer && answer.open !== direction > 0) {
    answer.open = direction > 0;
    if (answer.open) answer.scrollIntoView({ block: 'nearest' });
  } else goTo(current + direction);
}

if (pages.length) {
  document.addEventListener('focusin', (event) => {
    const page = event.target.closest('.page');
    if (page && pages[current] !== page) {
      pages[current].removeAttribute('aria-current');
      current = pages.indexOf(page);
      page.setAttribute('aria-current', 'step');
    }
  });
  pages[0].setAttribute('aria-current', 'step');
}

// Keys go to the run that has the focus, or else to the one that is nearest to the middle of the window.
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const target = event.target;
  const isControl = target.closest('button, summary');
  if (target.closest('select, input, textarea') || (isControl && (event.key === ' ' || event.key === 'Enter'))) return;
  if (pages.length && (event.key === 'PageDown' || event.key === 'PageUp')) {
    walk(event.key === 'PageDown' ? 1 : -1);
    event.preventDefault();
    return;
  }
  const middle = innerHeight / 2;
  const distance = (article) => {
    const box = article.getBoundingClientRect();
    return box.top <= middle && middle <= box.bottom ? 0 : Math.min(Math.abs(box.top - middle), Math.abs(box.bottom - middle));
  };
  const article =
    target.closest('article') ?? (pages.length && pages[current].takesKey ? pages[current] : null) ?? [...document.querySelectorAll('article')].sort((a, b) => distance(a) - distance(b))[0];
  if (article?.takesKey(event.key)) event.preventDefault();
});
