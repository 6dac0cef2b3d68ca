/* What can feel wrong, by region: fixed advice of the packs that came with the page, so that it needs no network and no plan. */
const byRegion = JSON.parse(document.getElementById("signs").dataset.advice);

/* Without a plan, or with one of a region that this page does not know: the signs of all, emergencies first. */
const everybodys = Object.fromEntries(Object.entries(Object.assign({}, ...Object.values(byRegion).reverse())).sort(([, a], [, b]) => b.emergency - a.emergency));

export const signsOf = (snapshot) => byRegion[snapshot?.region] ?? everybodys;
