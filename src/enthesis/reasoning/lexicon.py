"""Which words name the same thing and what they can say: the lists of `language/` and the short sets that the reading needs.

Language only: what a finding is called stands in the pack.
"""

from __future__ import annotations

from enthesis.reasoning.stemming import stem
from enthesis.reasoning.word_lists import read_wordings, read_words


def _words(text: str) -> frozenset[str]:
    """The words of a list, as written (concepts) and as stems."""
    return frozenset(text.split()) | {stem(word) for word in text.split()}


SITE_WORDINGS = read_wordings("sites")
QUALITY_WORDINGS = read_wordings("qualities")
CONCEPT_WORDINGS = read_wordings("concepts")
SINGLE_SITES = read_words("single_sites")
SINGLE_QUALITIES = read_words("single_qualities")

LIGHT = _words(read_words("light"))
"""Words that help to choose between findings but never carry a match."""
MINOR = _words(read_words("minor"))
"""Words of degree: they carry a match only where nothing else does."""
FILLERS = _words(read_words("fillers"))
"""Words without a say in which finding is meant."""
CONFUSABLE = _words(read_words("confusable"))
"""Real words one letter away from others: never taken for a slip of the finger."""
SITES = _words(" ".join([*SITE_WORDINGS, SINGLE_SITES])) - LIGHT
"""Places on the body. A phrase that names another place names another finding."""
QUALITIES = _words(" ".join([*QUALITY_WORDINGS, SINGLE_QUALITIES])) - LIGHT - MINOR
"""What was felt or measured. At one place, another quality is another finding."""

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
TELLING = QUALITIES | EFFORTS | {"walk"}
"""Words that tell one finding from another at the same place."""
DECISIVE = frozenset({"than", "family"})
"""Words that both of two phrases must have, or neither."""
JOINTS = frozenset({"AND", "OR", "BUT", "COMMA", "WITH", "REPRODUCE"})
"""Places where one phrase may fall into several."""
NO = "NO"
"""The mark of a denial."""
MARKS = JOINTS | {"NO", "NORMAL", "GOOD", "PAINLESS", "RELIEF", "FAIL", "ABLE", "THAN"}
NOT_IN_KEY = _words(", with when while during on by and")
"""Words that two phrases alike in all else need not share."""
