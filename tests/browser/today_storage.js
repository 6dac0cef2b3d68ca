/* One run of a phone with a bad network against a clinic, in the browser's own database: what is drawn by lot is lost before or
   after it arrived, sent twice, taken in another order, answered in part, sent from two windows at once, or cut off by closing the
   app. Answers what went wrong; an empty list is good. */
async ([folder, first, runs]) => {
  const store = await import(`${folder}store.js`);
  const outbox = await import(`${folder}outbox.js`);
  const { standing } = await import(`${folder}entries.js`);
  const wrong = [];

  const lot = (seed) => () => { seed = (seed + 0x6d2b79f5) | 0; let t = Math.imul(seed ^ (seed >>> 15), 1 | seed); t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t; return ((t ^ (t >>> 14)) >>> 0) / 4294967296; };
  const shuffled = (list, draw) => list.map((one) => [draw(), one]).sort(([a], [b]) => a - b).map(([, one]) => one);

  async function run(seed) {
    const draw = lot(seed);
    const pick = (...choices) => choices[Math.floor(draw() * choices.length)];
    const clinic = new Map();  // the clinic takes an id once, and refuses what it cannot read
    const made = [];
    let double = 0;
    function take(event) {
      if (clinic.has(event.id)) { if (JSON.stringify(clinic.get(event.id)) !== JSON.stringify(event)) double += 1; return true; }
      if (event.content.marker_pain_0_10 === 11) return false;
      clinic.set(event.id, event);
      return true;
    }
    function answerTo(events) {
      const taken = events.map((event) => [event.id, take(event)]);
      return { accepted: taken.filter(([, yes]) => yes).map(([id]) => id), refused: taken.filter(([, yes]) => !yes).map(([id]) => ({ id, what: "11 does not fit" })) };
    }
    async function badNetwork(events) {
      const fault = pick("", "", "lost", "answer lost", "twice", "order", "part", "slow");
      if (fault === "lost") throw new TypeError("lost");
      if (fault === "slow") await new Promise((go) => setTimeout(go));
      const arrived = fault === "order" ? shuffled(events, draw) : fault === "part" ? events.filter(() => draw() < 0.5) : events;
      const answer = answerTo(arrived);
      if (fault === "twice") answerTo(shuffled(arrived, draw));
      if (fault === "answer lost") throw new TypeError("answer lost");
      return answer;
    }

    const steps = 4 + Math.floor(draw() * 8);
    for (let step = 0; step < steps; step++) {
      const what = pick("add", "add", "add", "correct", "flush", "two windows", "close");
      if (what === "add") made.push(await outbox.add(pick("morning", "session", "run"), `2026-11-${10 + step}`, { marker_pain_0_10: Math.floor(draw() * 12) }));
      if (what === "correct" && made.length) made.push(await outbox.add("correction", "2026-11-20", { of: pick(...made).id, content: { marker_pain_0_10: Math.floor(draw() * 11) } }));
      if (what === "flush") await outbox.flush(badNetwork);
      if (what === "two windows") await Promise.all([outbox.flush(badNetwork), outbox.flush(badNetwork)]);
      if (what === "close") (await store.openStore()).onversionchange();
    }
    for (let tries = 0; (await store.countWaiting()) && tries < 40; tries++) await outbox.flush(tries < 20 ? badNetwork : async (events) => answerTo(events));

    const kept = await store.allEvents();
    const refused = new Set(kept.filter((event) => event.refused).map((event) => event.id));
    const plain = (entries) => JSON.stringify(entries.map(({ id, content }) => [id, content]));
    const fault = (await store.countWaiting()) ? "something still waits"
      : kept.length !== made.length ? `${made.length} were made, ${kept.length} are here`
        : double ? "one id came with two contents"
          : made.some(({ id }) => clinic.has(id) === refused.has(id)) ? "not each entry is either taken or refused"
            : clinic.size + refused.size !== made.length ? "the clinic has more than was made"
              : plain(standing(kept)) !== plain(standing(shuffled([...clinic.values()].map((event) => ({ ...event, refused: "" })), draw))) ? "phone and clinic read the entries differently" : "";
    if (fault) wrong.push(`run ${seed}: ${fault}`);
    await store.forgetEvents();
  }
  for (let seed = first; seed < first + runs; seed++) await run(seed);
  return wrong;
}
