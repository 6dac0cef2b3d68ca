"""Surface regions: cuts through the outline, and a name for every piece they leave.

A view is cut like a map: the outline of one half, the midline and the cuts make a planar
graph; its faces tile the surface with neither gaps nor overlaps.  Each face takes its name
from the label points that lie in it.  A face without a label, a label outside the outline or
two names in one face are errors, so a moved cut cannot silently lose a region.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import figure as draft
from curves import flatten
from labels import LABELS
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import polygonize, unary_union

Warp = Callable[[list], list]

# Landmarks, half body, x > 0.  The spine is on the midline.
BACK_LANDMARKS = {
    "inion": (0, 100),
    "C2": (0, 120),
    "C7": (0, 167),
    "T3": (0, 212),
    "T7": (0, 268),
    "T12": (0, 352),
    "L1": (0, 365),
    "L2": (0, 383),
    "L3": (0, 401),
    "L4": (0, 418),
    "L5": (0, 436),
    "S2": (0, 457),
    "coccyx": (0, 505),
    "mastoid": (37, 106),
    "acromion": (107, 193),
    "scapular_spine_root": (42, 214.6),
    "inferior_angle": (53.6, 288.6),
    "posterior_axilla": (91, 261),
    "iliac_crest": (64, 421),
    "PSIS": (28, 452),
    "greater_trochanter": (90, 494),
    "ischial_tuberosity": (33, 525),
    "gluteal_fold_medial": (6, 536),
    "gluteal_fold_middle": (36, 547.5),
    "gluteal_fold_lateral": (72, 539),
    "popliteal_crease_medial": (29, 714),
    "popliteal_crease_lateral": (79, 714),
    "fibular_head": (75, 735),
    "gastrocnemius_end": (57, 842),
    "medial_malleolus": (43, 934),
    "lateral_malleolus": (76, 941),
    "achilles_insertion": (60, 956),
    "olecranon": (134, 374),
    "lateral_epicondyle": (151, 368),
    "medial_epicondyle": (114, 374),
}
FRONT_LANDMARKS = {
    "suprasternal_notch": (0, 202),
    "acromion": (107, 193),
    "sternoclavicular": (9, 199),
    "xiphoid": (0, 300),
    "umbilicus": (0, 401),
    "ASIS": (80, 435),
    "pubic_tubercle": (12, 506),
    "axilla": (91, 261),
    "patella": (53, 705),
    "tibial_tuberosity": (54, 738),
    "medial_malleolus": (43, 934),
    "lateral_malleolus": (76, 941),
    "cubital_fossa": (134, 376),
}
SIDE_LANDMARKS = {
    "tragus": (-2, 94),
    "mastoid": (-10, 108),
    "C7": (-39, 171),
    "acromion": (-6, 188),
    "iliac_crest": (-6, 416),
    "ASIS": (34, 440),
    "greater_trochanter": (-6, 490),
    "ischial_tuberosity": (-50, 528),
    "fibular_head": (-10, 728),
    "lateral_malleolus": (-9, 938),
}


def _around(mark, offsets, marks=BACK_LANDMARKS):
    """A cut placed relative to a landmark, so that it moves with it."""
    return [(marks[mark][0] + dx, marks[mark][1] + dy) for dx, dy in offsets]


def _between(marks, offsets):
    """A cut through landmarks of the back, each with its own offset."""
    return [(BACK_LANDMARKS[m][0] + dx, BACK_LANDMARKS[m][1] + dy) for m, (dx, dy) in zip(marks, offsets, strict=False)]


_FOLD = ("gluteal_fold_medial", "gluteal_fold_middle", "gluteal_fold_lateral")


def _hand(points):
    return draft.placed(points, draft.WRIST, draft.HAND_TURN)


def _side_hand(points):
    return draft.placed(draft.side_hand(points), draft.SIDE_WRIST, draft.HAND_SIDE_TURN)


def _side_upper(points):
    return draft.placed(points, draft.SIDE_SHOULDER, draft.ARM_SIDE_TURN)


def _side_fore(points):
    return draft.placed(points, draft.SIDE_ELBOW, draft.FOREARM_SIDE_TURN)


_FINGER_BASES = [(-30, 51), (-17, 56), (-11.6, 61.5), (-6, 58.6), (0, 62), (6, 59), (11.9, 62), (18, 57), (24, 56), (26, 60)]
_THUMB = [(15, 5), (17, 17), (20.4, 32), (23.6, 46), (25, 58)]
_ARM_CUTS = [
    [(88, 262), (104, 268), (126, 277), (146, 287)],  # end of deltoid
    [(92, 324), (122, 319), (152, 310)],  # middle of upper arm
    [(98, 365), (130, 359), (162, 349)],
    [(112, 400), (142, 394), (174, 383)],  # elbow
    [(122, 445), (152, 439), (184, 429)],  # middle of forearm
    [(146, 503), (166, 498), (190, 491)],
    _hand([(-24, 8), (0, 9), (24, 8)]),  # wrist
    [(101, 265), (108, 300), (115, 338), (122, 361), (126, 378), (128, 397), (138, 432), (150, 468), (159, 501)],  # inner column
    [(131, 276), (135, 310), (141, 342), (144, 356), (148, 374), (152, 392), (160, 430), (170, 468), (177, 498)],  # outer column
    _hand(_FINGER_BASES),
    _hand(_THUMB),
    _hand([(1, 6), (0, 61)]),
]
_SHOULDER_EDGE = [(90.85, 263), (90.8, 261), (87.5, 249), (86.5, 236), (90, 222), (94, 210), (96, 206)]

BACK_CUTS = [
    # head and neck
    [(-1, 46), (20, 47.5), (34, 46), (46, 40)],
    [(-1, 76), (18, 78), (31, 76), (46, 70)],
    [(31, 74), (31.6, 92), (30, 110)],
    [(-1, 104), (16, 104.5), (30, 107.5), (44, 114)],
    [(-1, 122), (18, 121.6), (42, 124)],
    [(-1, 143), (18, 142), (40, 141)],
    [(20.5, 100), (20, 122), (20, 142), (24, 168)],
    [(-1, 168), (14, 167.4), (24, 164), (33, 159), (44, 150)],
    # shoulder girdle and scapula
    [(-1, 186), (18, 190), (40, 194), (62, 194.6), (84, 192), (94, 193)],
    [(56, 168), (54, 196)],
    [(91, 180), (93, 198), (96, 206)],
    [(96, 206), (108, 207.4), (126, 201)],
    [(41.5, 214.6), (60, 207), (82, 200.4), (95, 196)],
    [(31, 190), (29.4, 214), (28.4, 240), (31, 269), (38, 290)],
    [(44, 193), (42.6, 214), (42, 236), (44, 257), (49, 274)],
    [(30, 271), (49, 274), (66.4, 270.6)],
    [(38, 290), (48, 299), (60, 299), (72, 283)],
    [(90, 222), (80, 240), (71, 257), (66, 271), (72, 283.4), (96, 290)],
    _SHOULDER_EDGE,
    [(112, 206), (121, 226), (126.4, 250), (128, 278)],
    # spine and back
    [(8, 167), (8, 260), (8.6, 350), (9.4, 450)],
    [(-1, 212), (16, 212), (31, 212)],
    [(-1, 266), (16, 267), (31, 269)],
    [(-1, 309), (40, 310), (66, 313), (90, 316)],
    [(38, 290), (39, 312), (38, 356), (36, 400), (33, 430), (31.4, 446)],
    [(-1, 357), (38, 356), (60, 352), (84, 345)],
    [(-1, 392), (36, 392), (80, 390)],
    [(-1, 409.5), (36, 409.5)],
    [(-1, 427), (34, 427)],
    [(-1, 444), (16, 446), (31.4, 446)],
    # pelvis
    [(28, 441), (34, 436), (44, 427), (60, 417.4), (84, 415)],
    [(31.4, 446), (38, 451), (48, 440), (62, 431), (90, 429)],
    [(58, 412), (61, 436)],
    [(16, 445), (15, 462), (10.5, 484), (5, 502)],
    [(-1, 468), (16, 468)],
    _around("PSIS", [(10, -1), (10, 15), (3, 31), (-6, 40), (-22, 38.6)]),
    [(-1, 490), (10, 490.6)],
    [(-1, 505), (10, 505)],
    [(5, 502), (9, 510), (9.6, 522), (6, 534), (2, 540)],
    # buttock
    _around("greater_trochanter", [(6, -28), (-7, -20), (-11, -4), (-10.4, 13), (-5, 26), (12, 34)]),
    [(34, 468), (58, 467), (83, 474)],
    [(62, 430), (58, 468)],
    [(5, 501), (24, 503), (50, 503.6), (79.4, 505)],
    [(53, 466), (51, 504), (52, 542)],
    _around("ischial_tuberosity", [(-13.6, 14), (-13.4, -1), (-8, -10.4), (0, -13.4), (8, -10.4), (13.6, -1), (14, 16)]),
    [(8, 527), *_between(_FOLD, [(7, -3), (1, -8.5), (-8, -6)]), (82, 515)],
    [(2, 542), (10, 550), (24, 555), (44, 556), (64, 551), (80, 540), (92, 524)],
    [(44, 537), (44, 556)],
    # thigh
    [(4, 602), (50, 600), (100, 596)],
    [(8, 646), (50, 645), (96, 642)],
    [(16, 690), (52, 686), (90, 690)],
    [(10, 549), (17, 580), (22.4, 620), (26, 660), (29, 691)],
    [(82, 537), (83, 570), (80, 610), (76, 650), (71, 690)],
    [(44, 556), (49, 600), (52, 645), (53, 690)],
    # knee
    [(20, 738), (54, 744), (90, 738)],
    [(38, 686), (36, 714), (37.4, 746)],
    [(68.6, 686), (71, 714), (70, 746)],
    [(34, 715), (54, 718.6), (74, 714.4)],
    # leg, ankle, foot
    [(20, 792), (56, 790), (96, 786)],
    [(24, 838), (46, 845), (58, 841), (94, 828)],
    [(54, 742), (56, 790), (57.6, 846)],
    [(36, 918), (86, 918)],
    [(46, 844), (51, 880), (53, 918), (51, 960)],
    [(72, 833), (68, 880), (67, 918), (69, 960)],
    [(38, 953), (60, 957), (88, 950)],
    [(38, 974), (60, 978.4), (80, 975.6)],
    [(78.8, 951), (79.8, 968), (79.6, 986)],
    *_ARM_CUTS,
]

_FACE_JAW = [(-1, 149.2), (11, 148.4), (22.5, 144.6), (30, 138), (33, 131), (38, 122)]
FRONT_CUTS = [
    # head and neck
    [(-1, 40), (20, 41), (46, 47)],
    [(-1, 74), (8, 73), (18, 70), (30, 72), (46, 73.6)],
    [(29, 41), (30, 58), (31, 74)],
    [(31, 71), (31.6, 92), (29.6, 112), (26.6, 132), (23, 148)],
    [(6, 72), (6, 92), (9, 108), (4, 111.4), (-1, 111.6)],
    [(5, 92), (18, 95), (32, 92)],
    [(39.8, 71), (38.8, 90), (38.4, 112)],
    [(8.6, 108), (14, 116), (16, 130), (17, 150)],
    _FACE_JAW,
    [(34, 128), (31, 140), (26, 158), (17, 178), (7, 199)],
    [(20, 170), (31, 165), (42, 159)],
    [(53, 168), (51, 190)],
    [(-1, 172), (22, 170)],
    # clavicle, shoulder, chest
    [(8.4, 190), (8.4, 208)],
    [(-1, 196), (8, 196), (20, 195.6), (36, 192), (54, 187), (74, 184), (94, 187)],
    [(-1, 205), (10, 205), (20, 206), (38, 203), (54, 198), (74, 195), (94, 200)],
    [(91, 180), (93, 198), (96, 206)],
    [(96, 206), (108, 207.4), (126, 201)],
    _SHOULDER_EDGE,
    [(112, 206), (121, 226), (126.4, 250), (128, 278)],
    [(89.5, 234), (81, 250), (80, 266), (95, 284)],
    [(10.4, 196), (10.4, 250), (9, 301)],
    [(-1, 228), (11, 228)],
    [(-1, 300), (9.6, 300)],
    [(10, 238), (46, 240), (87, 236)],
    [(9, 283), (30, 291), (56, 290), (74, 280), (82, 268)],
    [(60, 288), (62, 330), (63, 376)],
    # abdomen, groin
    [(8, 296), (12, 316), (24, 332), (40, 347), (52, 362), (63, 374), (82, 377)],
    [(40, 346), (42, 380), (40, 424), (34, 466), (30, 484)],
    [(-1, 374), (42, 374)],
    [(-1, 424), (40, 424), (62, 428), (86, 426)],
    [(-1, 466), (36, 464)],
    [(88, 424), (70, 435), (50, 455), (30, 478), (10, 496)],
    [(-1, 489), (24, 488)],
    [(96, 446), (78, 453), (58, 473), (38, 496), (22, 514), (14, 523), (6, 533), (1, 538)],
    [(10, 496), (13, 505), (14, 526)],
    [(42, 455), (56, 484)],
    # hip and thigh
    [(84, 447), (81, 470), (80.6, 500), (82, 560), (80, 610), (78, 650), (75, 684)],
    [(80, 532), (102, 534)],
    [(16, 518), (24, 560), (28, 610), (27.4, 650), (27, 672), (27, 690)],
    [(58, 471), (54, 520), (53, 600), (53, 690)],
    [(4, 570), (50, 574), (102, 570)],
    [(8, 624), (50, 628), (98, 622)],
    # knee, leg, foot
    [(18, 678), (54, 682), (90, 677)],
    [(20, 741), (54, 745), (90, 741)],
    [(39.6, 679), (38, 700), (40, 745)],
    [(67.6, 679), (69, 700), (67, 745)],
    [(20, 720), (54, 721), (88, 719)],
    [(20, 830), (54, 832), (96, 828)],
    [(36, 914), (60, 917), (84, 914)],
    [(43, 742), (44, 800), (46, 862), (49.6, 916), (50, 960)],
    [(54.4, 743), (53, 800), (54.6, 862), (58, 917)],
    [(69.6, 742), (72, 800), (70, 862), (69, 916), (70.6, 960)],
    [(38, 951), (60, 955), (90, 949)],
    [(50, 952), (49, 968), (50, 984)],
    [(66, 953), (65.6, 968), (63.4, 998)],
    [(38, 979.6), (56, 978), (72, 978), (84, 976), (100, 971)],
    [(80, 976), (81.8, 996)],
    *_ARM_CUTS,
]

SIDE_CUTS = [
    # head and neck
    [(-62, 46), (-20, 41), (20, 41), (56, 50)],
    [(-27, 36), (-27, 78), (-22, 104), (-20, 116)],
    [(-62, 112), (-36, 110), (-18, 104)],
    [(18, 36), (16, 62), (8, 82)],
    [(-32, 77), (-10, 74.6), (10, 76), (26, 79), (60, 76)],
    [(4, 70), (4, 96), (0, 120)],
    [(-26, 103), (-10, 112), (6, 112)],
    [(30, 74), (29, 95), (44, 97), (49.6, 98), (66, 106)],
    [(-2, 105), (18, 106), (31, 104)],
    [(29.4, 90), (31, 104), (40, 110), (47, 111), (66, 108)],
    [(31, 104), (33, 124), (32, 156)],
    [(1, 108), (0, 122), (6, 134), (18, 142), (32, 148), (46, 156)],
    [(-50, 130), (-36, 128), (-14, 120)],
    [(-20, 112), (-20, 146), (-25, 170), (-38, 192)],
    [(0, 120), (3, 150), (10, 174), (24, 204)],
    [(-44, 151), (-20, 147), (4, 146), (30, 160)],
    [(-50, 170), (-28, 176), (-10, 182), (8, 190), (20, 198), (32, 206)],
    [(-20, 116), (-10, 112)],
    # trunk behind the arm
    [(-70, 226), (-34, 228), (-12, 228)],
    [(-6, 180), (-6, 215)],
    [(-70, 300), (-10, 300)],
    [(-60, 358), (20, 358)],
    [(-36, 186), (-34, 230), (-34, 300), (-26, 358)],
    [(22, 290), (25, 330), (28, 380), (31, 432)],
    [(20, 304), (66, 300)],
    [(10, 358), (40, 352), (60, 350)],
    [(-26, 356), (-26, 390), (-30, 420)],
    [(22, 414), (19, 440)],
    [(-60, 414), (-44, 420), (-26, 411), (-6, 407), (14, 412), (32, 430), (36, 442), (60, 440)],
    # pelvis and hip
    [(-64, 434), (-44, 433), (-24, 424), (-6, 421), (12, 425), (26, 442), (30, 470), (28, 520)],
    [(-44, 432), (-40, 470), (-36, 505), (-34, 545)],
    [(-80, 470), (-36, 468)],
    [(-42, 468), (-22, 466), (-6, 464), (12, 466), (31, 468)],
    [(-38, 516), (-20, 518), (-6, 520), (12, 518), (29, 516)],
    [(-80, 508), (-30, 505)],
    [(-70, 534), (-50, 534), (-30, 528)],
    [(-60, 556), (-46, 556), (-34, 546), (-24, 530), (-20, 516)],
    [(26, 498), (48, 496)],
    # thigh
    [(-60, 602), (60, 602)],
    [(-56, 646), (56, 646)],
    [(-50, 690), (0, 684), (50, 682)],
    [(-24, 530), (-20, 580), (-19, 640), (-18, 740), (-20, 800), (-22, 880), (-20, 918), (-22, 936), (-28, 950)],
    [(30, 504), (24, 570), (22, 630), (20, 684), (19, 742), (12, 800), (4, 880), (2, 922)],
    # knee and leg
    [(-50, 716), (-18, 718)],
    [(-18, 718), (0, 716), (20, 720)],
    [(-56, 742), (0, 744), (40, 742)],
    [(-60, 808), (-20, 808), (30, 806)],
    [(-56, 850), (-20, 850), (24, 848)],
    [(-44, 918), (-18, 920), (2, 922), (24, 920)],
    # foot
    [(-50, 948), (-28, 950), (-18, 954), (4, 958), (14, 950), (18, 926)],
    [(-28, 950), (-18, 966), (-12, 996)],
    [(-52, 980), (-16, 982), (20, 980), (60, 982), (74, 984), (78, 996)],
    [(8, 957), (36, 968), (60, 975), (78, 983)],
    [(70, 962), (74, 974), (78, 996)],
]
SIDE_ARM_CUTS = [
    _side_upper([(-44, 62), (-8, 78), (0, 82), (8, 78), (44, 62)]),
    _side_upper([(-9, -40), (-10, 20), (-9, 78)]),
    _side_upper([(10, -40), (13, 20), (9, 78)]),
    _side_upper([(0, 80), (-1, 156)]),
    _side_upper([(-44, 116), (44, 116)]),
    _side_upper([(-44, 152), (44, 152)]),
    _side_upper([(-10, 150), (-9, 200)]),
    _side_upper([(12, 150), (12, 200)]),
    _side_fore([(-44, 18), (0, 22), (44, 18)]),
    _side_fore([(0, 18), (2, 60), (2, 126)]),
    _side_fore([(-44, 66), (44, 66)]),
    _side_fore([(-44, 118), (44, 118)]),
    _side_hand([(-24, 8), (0, 9), (24, 8)]),
    _side_hand([(1, 6), (0, 61)]),
    _side_hand(_FINGER_BASES),
    _side_hand(_THUMB),
]

OVERLAP = 0.5
SPLINTER = 60.0  # square units; an unlabelled face up to this size joins the labelled one it touches most
SLIVER = 2.0  # square units; smaller faces join the neighbour they touch most


def _lengthened(line):
    """A cut made a little longer at both ends, so that it still meets its neighbour after a build has moved both."""

    def beyond(end, inner):
        length = math.dist(end, inner) or 1
        return tuple(e + (e - i) / length * OVERLAP for e, i in zip(end, inner, strict=True))

    return [beyond(line[0], line[1]), *line, beyond(line[-1], line[-2])]


def faces(area, cuts):
    """Cut an area (polygon) into faces that tile it."""
    net = unary_union([area.boundary, *(LineString(_lengthened(flatten(c))) for c in cuts)])
    found = [f for f in polygonize(net) if area.contains(f.representative_point())]
    found.sort(key=lambda f: -f.area)
    while found and found[-1].area < SLIVER:
        sliver = found.pop()
        i = max(range(len(found)), key=lambda k: found[k].boundary.intersection(sliver.boundary.buffer(1e-6)).length)
        found[i] = unary_union([found[i], sliver])
        found.sort(key=lambda f: -f.area)
    return found


def named(view: str, area: Polygon, cuts: list, warp: Warp) -> dict[str, Polygon]:
    """{region: polygon} for one view; refuses an unlabelled face."""
    pieces = faces(area, cuts)
    found: dict[str, list] = {}
    taken: list[str | None] = [None] * len(pieces)
    for row in LABELS[view].strip().splitlines():
        where, region = row.split()
        optional, region = region.startswith("?"), region.removeprefix("?")
        point = Point(warp([tuple(map(float, where.split(",")))])[0])
        hits = [i for i, f in enumerate(pieces) if f.contains(point)]
        if not hits:
            if optional:
                continue
            raise ValueError(f"{view}: label {region} at {point.x:.1f}, {point.y:.1f} is outside")
        if taken[hits[0]] not in (None, region):
            raise ValueError(f"{view}: one face is both {taken[hits[0]]} and {region}")
        taken[hits[0]] = region
        found.setdefault(region, []).append(pieces[hits[0]])
    while None in taken:
        i = min((k for k, t in enumerate(taken) if t is None), key=lambda k: pieces[k].area)
        if pieces[i].area > SPLINTER:
            break
        edge = pieces[i].boundary.buffer(1e-6)
        touching = [pieces[k].boundary.intersection(edge).length if t else -1.0 for k, t in enumerate(taken)]
        taken[i] = taken[touching.index(max(touching))]
        found[taken[i]].append(pieces[i])
    if None in taken:
        bare = [pieces[i].representative_point().coords[0] for i, t in enumerate(taken) if t is None]
        raise ValueError(f"{view}: faces without a label at {bare}")
    return {region: unary_union(parts) for region, parts in found.items()}


CUTS = {"back": BACK_CUTS, "front": FRONT_CUTS, "side": SIDE_CUTS, "arm": SIDE_ARM_CUTS}


def regions(view: str, area: Polygon, warp: Warp) -> dict[str, Polygon]:
    """The regions that tile `area`, the outline of a view (of one half for back and front)."""
    return named(view, area, [warp(c) for c in CUTS[view]], warp)
