"""Clinical English made comparable: spelling, plurals, lay names and small words are set aside, meaning is kept.

A phrase becomes *lexemes*: stems ("run") or concepts ("postthigh") for what it is about, and capital marks
(NO, NORMAL, RELIEF, ...) for what it says of it. `words.py` compares what phrases say.
The lists below hold language only: which words name the same thing. What a finding is called stands in the pack.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, cached_property

from rapidfuzz.distance import OSA

STEMS = {
    "lying": "lie", "laying": "lie", "lay": "lie", "feet": "foot", "toes": "toe", "calves": "calf", "felt": "feel", "went":
    "go", "going": "go", "goes": "go",
    "worse": "wors", "worst": "wors", "running": "run", "ran": "run", "doing": "do", "does": "do", "tingling": "tingle",
    "tingly": "tingle",
    "sitting": "sit", "driven": "driv", "lifting": "lift", "shooting": "shoot", "shot": "shoot", "falling": "fall",
    "menses": "menses", "nerves": "nerve",
    "waking": "wak", "wakes": "wak", "woken": "wak", "awakens": "wak", "woke": "wak", "awakening": "wak", "during":
    "during", "axes": "axis",
    "vertebrae": "vertebra", "testes": "testicular", "testicle": "testicular", "testicles": "testicular", "nothing":
    "nothing", "morning": "morning",
    "evening": "evening", "spring": "spring", "swing": "swing", "lasting": "last", "this": "this", "his": "his", "hers":
    "her", "plus": "plus",
    "denied": "deny", "denies": "deny", "denying": "deny", "atrophied": "atrophy", "atrophic": "atrophy", "climbing":
    "climb", "ascending": "climb",
    "ascend": "climb", "descending": "descend", "radiating": "radiate", "progressively": "progressive", "progressing":
    "progress", "needles": "needle",
    "referral": "referral", "deg": "degree", "aches": "ache", "achy": "ache", "aching": "ache", "better": "better",
    "sprinting": "sprint",
}  # fmt: skip
_BRITISH = (
    ("rrhoea", "rrhea"), ("oedem", "edem"), ("oestr", "estr"), ("oesoph", "esoph"), ("foet", "fet"), ("ae", "e"),
    ("isation", "ization"),
    ("manoeuv", "maneuv"), ("tumour", "tumor"), ("colour", "color"), ("behaviour", "behavior"), ("labour", "labor"),
    ("odour", "odor"),
    ("centre", "center"), ("metre", "meter"), ("fibre", "fiber"), ("litre", "liter"), ("programme", "program"), ("grey",
    "gray"),
    ("neurone", "neuron"), ("sulph", "sulf"), ("paralys", "paralyz"),
)  # fmt: skip
_ISE = re.compile(r"is(e|ed|es|ing|er)$")
_SHORTEST_STEM = 3
_LONGEST_UNCHANGED = 6
"""Words in -ly and -ise up to this length keep their form (family, raise)."""
_DOUBLED = "bdgmnprt"
_TOKEN = re.compile(r"[a-z0-9]+|,")


@cache
def spelled(word: str) -> str:
    """One lower-case word in American spelling."""
    for british, american in _BRITISH:
        if british in word and len(word) > len(british):
            word = word.replace(british, american)
    return _ISE.sub(r"iz\1", word) if len(word) > _LONGEST_UNCHANGED else word


@cache
def stem(word: str) -> str:
    """The word without plural, -ing, -ed, -ness or -ly; "lying" and "lie" become one.

    Args:
        word: lower case, letters and digits.
    Assumes: both phrases to be compared went through the same rules, so that a stem need not be a word.
    Source: a short form of Porter MF, An algorithm for suffix stripping, Program 1980;14:130-137.
    """
    word = spelled(word)
    if word in STEMS:
        return STEMS[word]
    if len(word) <= _SHORTEST_STEM or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > _SHORTEST_STEM + 1:
        word = word.removesuffix("ies") + "y"
    elif word.endswith(("xes", "ches", "shes", "sses", "zes")):
        word = word.removesuffix("es")
    elif not word.endswith(("ss", "us", "is")):
        word = word.removesuffix("s")
    if word.endswith("ness"):
        word = re.sub("i$", "y", word.removesuffix("ness"))
    if len(word) > _LONGEST_UNCHANGED:
        word = word.removesuffix("ly")
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and not word.endswith("eed") and len(root) >= _SHORTEST_STEM and re.search("[aeiouy]", root):
            word = root
            break
    doubled = word[-1] in _DOUBLED or (word[-1] == "l" and len(word) >= _LONGEST_UNCHANGED)
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and doubled:
        word = word[:-1]
    if len(word) > _SHORTEST_STEM and not word.endswith("ee"):
        word = word.removesuffix("e")
    return STEMS.get(word, word)


def _words(text: str) -> frozenset[str]:
    """The words of a list, as written (concepts) and as stems."""
    return frozenset(text.split()) | {stem(word) for word in text.split()}


def _concepts(text: str) -> dict[str, list[str]]:
    """The lists above by meaning; an indented line goes on with the one before."""
    joined = text.replace("\n  ", " ")
    parsed = [line.partition(":") for line in joined.strip().splitlines()]
    return {meaning: [w.strip() or "," for w in wordings.replace(": ,", ":").split(", ")] for meaning, _, wordings in parsed}


SITES_IN_WORDS = """
ischial: ischial tuberosity, ischial tuberosities, ischial, ischium, tuberosity, sit bone, sitz bone, seat bone, gluteal
  fold, gluteal crease,
  buttock crease, infragluteal, subgluteal, lower buttock, inferior buttock, under buttock, proximal hamstring, proximal
  hamstring tendon,
  hamstring origin, hamstring tendon origin, proximal hamstring origin, hamstring insertion, hamstring attachment, high
  hamstring, upper hamstring,
  top hamstring, upper posterior thigh, proximal posterior thigh, upper back thigh
buttock: buttock, gluteal, glute, gluteal region, bum, butt, backside, gluteal muscle, posterior buttock
glutmed: gluteus medius, glute med, gluteus minimus
glutmax: gluteus maximus, glute max
lumbar: low back, lower back, lumbar, lumbar spine, lumbosacral, lumbosacral spine, spine, spinal, back, lower spine
lumbar pain: backache, back ache, lbp, lumbago
sij: sacroiliac joint, sacroiliac, si joint, si, sij, sacro iliac joint, sacro iliac
psis: posterior superior iliac spine, psis
asis: anterior superior iliac spine, asis
postthigh: posterior thigh, back thigh, behind thigh, dorsal thigh, posterior aspect thigh, back upper leg, rear thigh, hind
  thigh, hamstring region, hamstring area
midthigh: mid thigh, mid posterior thigh, mid hamstring, middle hamstring, middle thigh, hamstring muscle belly, muscle belly
antthigh: anterior thigh, front thigh, anterior aspect thigh, anteromedial thigh
medthigh: medial thigh, inner thigh, inside thigh, medial aspect thigh
latthigh: lateral thigh, outer thigh, outside thigh
anthip: anterior hip, front hip, anterior aspect hip
lathip: lateral hip, outer hip, outside hip, side hip, lateral aspect hip, lateral side hip
posthip: posterior hip, back hip, posterolateral hip
troch: greater trochanter, greater trochanteric, trochanter, trochanteric, gt
groin: groin, inguinal
coccyx: coccyx, coccygeal, tailbone, tail bone
coccyx pain: coccydynia, coccygodynia
sacrum: sacrum, sacral
contralateral leg: well leg, good leg, other leg
leg: leg, limb, lower limb, lower extremity
calf: calf, gastrocnemius
foot: foot, pedal
belowknee: below knee, past knee, beyond knee, distal knee

dorsalfoot: dorsum foot, top foot, dorsal foot
lateralfoot: lateral foot, outer foot, lateral border foot, lateral aspect foot
bigtoe: big toe, great toe, hallux
perineum: perineum, perineal
perianal: perianal, anal, anus, back passage
genital: genital, genitalia
saddle: saddle area, saddle region, saddle
abdomen: abdomen, abdominal, belly, tummy
pubis: pubis, pubic, pubic ramus, pubic bone, pubic rami, inferior pubic ramus, symphysis, pubic symphysis
adductor: adductor
hamstring: hamstring, hamstring muscle
quadricep: quadricep, quad
hipflexor: hip flexor, iliopsoa, psoa
knee: knee
hipjoint pain: hip joint pain, pain hip joint, hip joint ache
hip: hip, hip joint, hip region, hip area
facet: facet, facet joint
thigh: thigh, upper leg
sciatic: sciatic nerve
notch: sciatic notch, greater sciatic notch
piriform: piriformis, piriformis muscle
crest: iliac crest
cervical: cervical spine, neck
thoracic: thoracic spine
"""
"""Places on the body. A phrase that names another place names another finding."""

SINGLE_SITES = """heel sole toe shin ankle shoulder arm chest elbow wrist hand finger head face jaw rib pelvis pelvic femur
 femoral tibia tibial fibula trunk spinous paraspinal anterior posterior lateral medial dorsal plantar l1 l2 l3 l4 l5 s1 s2 s3 s4
 axillary scapula scapular patella patellar achill penil vaginal scrotal testicular vulvar rectal labial clitoral bilateral
 contralateral cross other opposite alternat distal proximal popliteal"""
"""Places that need no second name, and words for the other side."""

QUALITIES_IN_WORDS = """
weak: weak, weaken, power, strength, muscle strength, motor power, motor strength, reduced strength, loss strength, strength
  deficit, motor deficit, motor loss,
  myotome, myotomal, paresis, motor weak, muscle weak
numb: numb, tingle, tingling, paresthesia, pin and needle, pin needle, pins and needles, formication
sensory: sensation, sensory, light touch, pinprick, hypoesthesia, hypesthesia, hypoesthetic, dermatome, dermatomal,
  sensibility
tender: tender, tender on palpation, tender to palpation, palpation, palpation pain, pain on palpation, pain to palpation,
  sore to touch, sore to press, pain on pressure,
  painful to touch, pain with palpation
reflex: reflex, jerk, dtr, deep tendon reflex, tendon reflex, tendon jerk
reflex reduced: areflexia, hyporeflexia
reflex brisk: hyperreflexia, hyper reflexia
swell: swell, swollen, edema, edematous, effusion
mass: mass, lump, nodule
bruise: bruise, ecchymosis, ecchymose, hematoma, contusion
rom: range motion, range movement, rom, arom, prom, movement, motion, mobility, range
ir: internal rotation, medial rotation, internally rotat, ir
er: external rotation, lateral rotation, externally rotat
slr: straight leg raise, slr, straight leg rais, lasegue, straight legged raise
flexion: flexion, flex
extension: extension
atrophy: atrophy, waste, atrophi, amyotrophy
tight: tight, tighten
stiff: stiff
snap: snap
click: click, clunk
spasm: spasm
puls: pulse, puls
gait: gait, gait pattern, walking pattern
fever: fever, febrile, pyrexia, feverish
length: length, flexibility, extensibility
resist: resist, against resistance, isometric, resistance
limp: limp
triggerpoint: trigger point
"""
"""What was felt or measured. At one place, another quality is another finding."""

SINGLE_QUALITIES = """passive stretch cramp fatigue heavy burn shoot electric percussion defect gap red warm cold pale
  thrust compression
 distraction squeeze recent family surgery fracture cancer injury strain tear single repeat repeated sprint crossed deform
 posture shift radiat worsen hyper allodynia step catch lock instability fall sudden insidious gradual bruit thrill
 modified tone brisk spinous cyclic claudication below hard long short toilet onset next activ unable morning night after
 before start
 first rest maximal uphill stress infection"""

CONCEPTS_IN_WORDS = """
NO: no, not, without, deny, never, nil, absence, absence of, lack of, free of, negative, negative for, non, neither,
  unaffected, none, no evidence of
PAINLESS: painless, pain free, comfortable, comfortably, asymptomatic, symptom free, no pain free
NO tender: nontender
NO fever: afebrile, apyrexial
NO trauma: atraumatic
GOOD: good, well
NORMAL: normal, intact, unremarkable, symmetrical, symmetric, preserved, within normal limits, wnl, unimpaired,
  unrestricted, full, equal
RELIEF: relief, relieve, ease, better, improve, improvement, help, alleviate, settle, subside, lessen, abate, respond,
  response, benefit, resolve, effective,
  ameliorate, takes away, goes away, go away, reduces pain, reduced pain, reduces symptom, decreased pain, decreases pain,
  diminishes pain, success, successful, relieving
FAIL: fail, failed, failure, unsuccessful, ineffective, refractory, unresponsive, unrelieved, despite, no difference,
  resistant, non responder
NO ABLE: not able
ABLE: able, able to, can, manages
unable: unable, cannot, inability, could not, can not, not able, incapable
THAN: than
AND: and, plus
OR: or, nor
BUT: but, however, although, though
COMMA: ,
WITH: with, when, while, during, on, upon
REPRODUCE: reproduce, provoke, elicit
pain: pain, painful, hurt, sore, ache, achy, aching, discomfort, symptom, uncomfortable
reduced: reduced, reduce, reduction, limit, limited, limitation, restrict, restriction, decrease, diminish, loss, lost,
  lose, impair, impairment, deficit, hypo, lack, low, sluggish
abnormal: abnormal, alter, altered, change, disturbance, asymmetric, asymmetry, asymmetrical, abnormality
increas: increase
worsen: worsen, worsening, progressive, progress, progression, deteriorate, get worse, gets worse, becoming worse, growing
  worse, increasingly
previous: previous, prior, past, earlier, history of, history, old, known, recurrent
trauma: trauma, traumatic
physio: physiotherapy, physical therapy, physio, pt, physical therapist, physiotherapist
nsaid: nsaid, anti inflammatory, antiinflammatory, anti inflammatory drug, anti inflammatory medication, non steroidal anti
  inflammatory drug
injection: injection, cortisone shot, steroid shot, infiltration
surgery: surgery, operation, surgical
prp: platelet rich plasma, prp
corticosteroid: corticosteroid, steroid, cortisone
longstand: long standing, longstanding
prolong: long period, prolong, extended period
deep: deep seated, deep
menstru: period, menstruation, menstrual, menses, menstrual cycle, perimenstrual, catamenial, catamenia
cyclic: cyclic, cyclical
unable weightbear: non weight bear, not weight bear, no weight bear
weightbear: weight bear, weightbear, bear weight, put weight
singleleg: single leg, single limb, one leg, single legged, one legged, unilateral stance
sittostand: sit to stand, rising from sitting, rising from a chair, rise from sitting, standing up from sitting, getting up
  from sitting, get up from a chair, rising from a seated position
warmup: warm up, warmup, warming up, warms up
bilateral: bilateral, both, bilaterally
anteriorly: anteriorly
night: night, nighttime, nocturnal, overnight
sleep: sleep, asleep
morning: morning, on waking
radiat: radiate, radiation, radiating, refer, referred, referral, spread, travel
dorsiflexion: dorsiflexion, dorsi flexion, dorsiflexor
plantarflexion: plantarflexion, plantar flexion, plantarflexor
knee flexion: knee flexor
knee extension: knee extensor
hip abduction: hip abductor
hip adduction: hip adductor
hip extension: hip extensor
run: run, jog, jogging, ran
walk: walk, ambulate, ambulation, ambulatory
runner: runner
sit: sit, seat, seated, sat
lie: lie, lying, recumbent, recumbency, lain
stand: stand, stood
cycl: cycle, bike, biking, bicycle, bicycling
stair: stair, staircase
bend: bend, stoop, bent
bend forward: forward bend, bending forward, bend forward, leaning forward, lean forward, forward flexion, trunk flexion
arch back: arching back, arching backward, leaning backward, lean backward, bending backward, arching the back, arch back,
  lean back, leaning back
squat: squat
lung: lunge, lunging
run uphill: hill running, uphill running, running hills
cough: cough
sneez: sneeze
intercourse: intercourse, sex, sexual intercourse
postpartum: postpartum, post partum, postnatal, after childbirth, after delivery
xray: radiograph, x ray, xray
faber: faber, patrick, fabere, figure of four, figure four, figure 4
fall: fall, fell, fallen
neuro: neurological, neurologic, neurology, neuro
gynecolog: gynecological, gynecologic, gynecology
exam: examination, exam, testing, test, tests, sign, maneuver, on examination, screen, screening
fever: fever, temperature raised, high temperature
color: color, discolor, discoloration, discolored
swim: swim
sport: sport
onset: onset, began, begin, begun
exerc: exercise, exertion
activity: activity
"""
"""Words that mean the same, marks included; `a b: wording` gives two lexemes for one wording."""

NO = "NO"
"""The mark of a denial."""
LIGHT = _words(
    """pain reduced abnormal exam increas famil previous region area local positive level get go come present report muscle feel
 occur cause make have take become episode issue problem wors aggravat exacerbat bring brought amount poor difficulty
 function tendon lower one trigger palpable visible regular upper extremity complaint consistent significant obvious clear
 noticeable up out off over down side sided"""
)
"""Words that help to choose between findings but never carry a match."""
MINOR = _words(
    """severe mild moderate slight marked deep dull sharp throb chronic acute intermittent constant persistent occasional focal
 diffuse prolong unilateral minimal gross subtle general vague nagging frequent rare initial several multiple very
 mostly main predominant continuous episodic subjective objective minor intense brief transient generaliz"""
)
"""Words of degree: they carry a match only where nothing else does ("severe pain", but not "severe buttock pain")."""
FILLERS = _words(
    """the a an of to in at for from his her hi their my your our me i he she they you it its that this these those there is was
 were wa be been being are am as patient left right affected affect involved involv ipsilateral symptomatic into onto by do
 does did doe has had have having will would also about again then so some any all only more most much quite rather through
 toward towards because due which who whose what within if even just now per via own same especially particularly mainly
 usually often always somewhat particular specific aspect part type form kind pattern bit time like such use using day"""
)
"""Words without a say in which finding is meant."""
EFFORTS = _words(
    "sit run cycl squat lung bend lift jump hop sprint row driv stair lie stand sport play train kick exerc sleep swim"
)
"""Activities of which "unable to" says that they hurt; being unable to walk is another thing."""
ACTIVITIES = EFFORTS | _words(
    "walk extension flexion rotation forward climb rest step turn twist swim activity physical mov rom change position get"
)
"""Words which, bare and without a kind, name what provokes pain."""
SUSTAINED = _words("sit stand driv lie")
"""Positions that take their time: "after sitting" is "with sitting"."""
EFFECTS = _words("abnormal worsen increas radiat REPRODUCE")
"""What a test does or does not do to the pain: "dorsiflexion does not change it" speaks of one thing."""
MOTIONS = _words("rom ir er flexion extension abduction adduction rotation dorsiflexion plantarflexion bend")
"""Movements: to hurt and to be limited are two findings."""
FACULTIES = MOTIONS | _words("puls reflex weightbear length tone")
"""What should be there: none of it is not the same as all of it being normal."""
COMPLAINTS = _words("pain unable wors worsen aggravat exacerbat")
"""What makes an activity a complaint."""
SHOWS = _words("present palpable regular")
"""What is said of them where all is well."""
PRESENT_WHEN_ABSENT = _words("reflex puls menstru sensory lordosis bowstr bulbocavernosus wink tone")
"""Things whose absence is the finding ("absent ankle jerk"), unlike "night pain absent"."""
SENSED = _words("burn stab tear snap pop rip shoot electric click tight")
"""What a "sensation" may be of; then it is no loss of sensation."""
PARTS_OF_LEG = _words("foot calf toe heel ankle shin sole knee thigh postthigh antthigh medthigh dorsalfoot lateralfoot bigtoe")
"""Places that make "leg" idle."""
LOSES = {
    "weak": {"reduced", "abnormal"},
    "sensory": {"abnormal"},
    "tender": {"pain"},
    "numb": {"pain"},
    "rom": {"passiv", "activ"},
    "reflex": {"leg"},
    "neuro": {"leg"},
}
"""Words which add nothing to another that is there: reduced strength is weakness."""
IMPLIED = {"palpation": "tender", "strength": "weak", "sensation": "sensory"}
"""What a kind says when the phrase names a place alone."""
CONFUSABLE = _words(
    """peroneal perineal abduction adduction ileum ilium dysphagia dysphasia tibial radial plantar pleural sacred ureter urethra
 waist wrist chest cheek check angle ankle thumb breast femur facet medical medial fever never sole soles hand head hear
 heal neck near tear fear costal coital renal penal hypotension hypertension hyperreflexia hyporeflexia facial fascial
 cervix anterior interior sural mural talking walking hitting spitting tooth teeth throat mouth elbow finger humerus
 scapula clavicle forearm flank"""
)
"""Real words one letter away from others: never taken for a slip of the finger."""


_SITE_CONCEPTS = _concepts(SITES_IN_WORDS)
_QUALITY_CONCEPTS = _concepts(QUALITIES_IN_WORDS)
SITES = _words(" ".join([*_SITE_CONCEPTS, SINGLE_SITES])) - LIGHT
QUALITIES = _words(" ".join([*_QUALITY_CONCEPTS, SINGLE_QUALITIES])) - LIGHT - MINOR
TELLING = QUALITIES | EFFORTS | {"walk"}
"""Words that tell one finding from another at the same place."""
DECISIVE = frozenset({"than", "family"})
"""Words that both of two phrases must have, or neither."""
JOINTS = frozenset({"AND", "OR", "BUT", "COMMA", "WITH", "REPRODUCE"})
"""Places where one phrase may fall into several."""
MARKS = JOINTS | {"NO", "NORMAL", "GOOD", "PAINLESS", "RELIEF", "FAIL", "ABLE", "THAN"}

_CONTRACTIONS = (("can't", "cannot"), ("won't", "will not"), ("n't", " not"), ("'s", ""), ("'", ""))
_DIGIT = re.compile("[0-9]")
_GRADE = re.compile(r"\b([0-5])\s*[-+]?\s*/\s*5\b")
_FULL_GRADE = "5"
_UNIT = (
    r"degrees?|deg|minutes?|mins?|seconds?|secs?|hours?|hrs?|days?|weeks?|wks?|months?|years?|yrs?|kilomet\w+|kms?|met(?:er|re)s?|m"
    r"|miles?|yards?|feet|ft|blocks?|kgs?|lbs?|cm|mm|percent|mmhg|points?"
)
_VALUE = re.compile(
    r"(?:\b(?:more|less|longer|greater|fewer) than "
    r"|\b(?:over|under|above|below|about|around|within|up to|at least|limited to) )?"
    rf"(?<![a-z0-9])\d+(?:[.,]\d+)?(?: ?(?:to|-|/) ?\d+(?:[.,]\d+)?)?\+?(?:[ -]?(?:{_UNIT})\b)?(?![a-z0-9])"
)
_SEPARATOR = re.compile(r"[,;:()\[\]]+|\s/\s|\s[-–—]\s")
SLIP_FROM_LETTERS = 5
"""Shorter words are taken as written."""
_NOT_IN_KEY = _words(", with when while during on by and")


def plain(phrase: str) -> str:
    """The phrase in lower case without accents, apostrophes and doubled spaces.

    Args:
        phrase: as written.
    Assumes: the phrase is English.
    Source: none; a convention of this module.
    """
    text = phrase
    if not phrase.isascii():
        text = unicodedata.normalize("NFKD", phrase.replace("’", "'").replace("°", " deg ")).encode("ascii", "ignore").decode()
    text = f" {text.lower()} "
    if "'" in text:
        for written, meant in _CONTRACTIONS:
            text = text.replace(written, meant)
    text = _SEPARATOR.sub(" , ", text).replace("&", " and ").replace("<", " below ").replace(">", " above ").replace("_", " ")
    return " ".join(text.split())


def without_values(text: str) -> str:
    """The plain phrase without its numbers and units; a muscle grade becomes "normal strength" or "weak".

    Args:
        text: what `plain` gave.
    Assumes: a value does not change which finding is meant.
    Source: grades 0 to 5 of the Medical Research Council scale, 5 being normal strength.
    """
    if _DIGIT.search(text) is None:
        return text
    text = _GRADE.sub(lambda grade: " normal strength " if grade.group(1) == _FULL_GRADE else " weak ", text)
    return " ".join(_VALUE.sub(" ", text).split())


def has_grade(text: str) -> bool:
    """Whether a plain phrase gives a muscle grade, as "knee flexion 4/5" does."""
    return _GRADE.search(text) is not None


def tokens(text: str) -> list[str]:
    """The words of a plain phrase in American spelling."""
    return [spelled(word) for word in _TOKEN.findall(text) if word != ","]


def stems(text: str) -> list[str]:
    """The stems of a plain phrase, commas kept, small words dropped."""
    return [word for word in map(stem, _TOKEN.findall(text)) if word not in FILLERS]


def _by_first_stem() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Wordings and meanings by the first stem of the wording, longest first."""
    found: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {}
    for concepts in (_SITE_CONCEPTS, _QUALITY_CONCEPTS, _concepts(CONCEPTS_IN_WORDS)):
        for meaning, wordings in concepts.items():
            for wording in wordings:
                words = tuple(stems(wording))
                if words:
                    found.setdefault(words[0], {})[words] = tuple(meaning.split())
    return {first: sorted(entries.items(), key=lambda entry: -len(entry[0])) for first, entries in found.items()}


_WORDINGS = _by_first_stem()
KNOWN_STEMS = FILLERS | LIGHT | MINOR | SITES | {word for found in _WORDINGS.values() for wording, _ in found for word in wording}


def lexemes(words: list[str]) -> list[str]:
    """Stems, concepts and marks, in order.

    Args:
        words: what `stems` gave.
    Assumes: articles, possessives and sides carry no meaning here (the side is a field of its own).
    Source: the lists of this module.
    """
    found: list[str] = []
    position = 0
    while position < len(words):
        wordings = _WORDINGS.get(words[position])
        if wordings is None:
            found.append(words[position])
            position += 1
            continue
        for wording, meaning in wordings:
            if len(wording) == 1 or tuple(words[position : position + len(wording)]) == wording:
                found.extend(meaning)
                position += len(wording)
                break
        else:
            found.append(words[position])
            position += 1
    return found


def key(words: list[str]) -> tuple[str, ...]:
    """What two phrases share when only spelling, plural, small words or word order differ.

    Args:
        words: what `stems` gave.
    Assumes: word order matters only in comparisons ("leg pain worse than back pain").
    Source: none; a convention of this module.
    """
    kept = [word for word in words if word not in _NOT_IN_KEY]
    return tuple(kept) if "than" in kept else tuple(sorted(kept))


class Slips:
    """Known words, to mend slips of the finger."""

    def __init__(self) -> None:
        self._texts = [SITES_IN_WORDS, QUALITIES_IN_WORDS, CONCEPTS_IN_WORDS, SINGLE_SITES, SINGLE_QUALITIES]

    def learn(self, text: str) -> None:
        """Take every word of a plain text as known."""
        self._texts.append(text)

    @cached_property
    def _known(self) -> frozenset[str]:
        return CONFUSABLE.union(*map(tokens, self._texts))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(map(stem, self._known)) | KNOWN_STEMS

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in sorted(self._known - CONFUSABLE):
            if len(word) >= SLIP_FROM_LETTERS:
                found.setdefault(word[0], []).append(word)
        return found

    def mended(self, text: str) -> list[str]:
        """The stems of a plain phrase, each unknown word replaced by the one known word a single slip away.

        Args:
            text: what `without_values` gave; all texts must have been learnt before.
        Assumes: the first letter is right; a word that has two such neighbours is left alone, and so is a short one.
        Source: optimal string alignment distance (a letter added, missed, changed or swapped with the next).
        """
        found = (stem(self._meant(word)) for word in map(spelled, _TOKEN.findall(text)))
        return [word for word in found if word not in FILLERS]

    def _meant(self, word: str) -> str:
        if len(word) < SLIP_FROM_LETTERS or not word.isalpha() or word in self._known or stem(word) in self._stems:
            return word
        near = [known for known in self._by_start.get(word[0], ()) if OSA.distance(word, known, score_cutoff=1) <= 1]
        return near[0] if len({stem(known) for known in near}) == 1 else word
