"""What the '?' beside a field says. One table for all pages: a field that stands in it has a '?', any other has none.

Keys: `FormClass.field` for Django's forms, `area.field` for fields that a template writes itself. One or two sentences, for somebody
who does not know the word; how to type something stands in the field's hint instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

HELP: Mapping[str, Any] = {
    "PatientForm.sport": _(
        "What the complaint gets in the way of. Some sports make some sources more likely before any question."
    ),
    "PatientForm.sex": _("As it bears on how common a source is. Leave it as 'not recorded' where you do not know."),
    "PatientForm.birth_date": _("Age moves how common each source is, and some advice waits for adult age."),
    "EpisodeForm.complaint": _(
        "One episode is one complaint, from the first visit to the follow-up a year after discharge. Something new and unrelated gets an "
        "episode of its own."
    ),
    "EpisodeForm.affected_side": _(
        "Findings are recorded for this side unless you say otherwise. It can stay open until the examination; 'both' is for a complaint on "
        "both sides."
    ),
    "SettingsForm.units": _("Only how numbers are shown and typed. They are kept in kg, cm and km."),
    "room.onset": _(
        "How it began: at one moment, over days, after an injury, or unnoticed. It bears on which sources are likely."
    ),
    "room.duration_weeks": _("Weeks since the complaint began. How long it lasts bears on which sources are likely."),
    "room.state": _(
        "Positive: the test did what stands under 'Positive when'. Negative: it was done and did not. Equivocal: done, and you cannot say. "
        "Not assessed: not done; it never counts as negative."
    ),
    "room.value": _(
        "What you measured, with its unit. From the pack's cut-points the program knows whether it counts as positive."
    ),
    "room.side": _("The side that was tested. Findings of the other side are kept, and move nothing unless the pack says so."),
    "room.note": _("Where it was felt, or how it was done. It stands in the note and moves no probability."),
    "room.neuro_angle": _(
        "Degrees at which the patient's own symptom comes, or at which it ends without. Both sides, so that they can be compared."
    ),
    "room.grade": _(
        "What you found at this level on this side; the words for each grade stand under the table. A field left open is not assessed, "
        "and never counts as normal."
    ),
    "room.left_out": _(
        "Why a part of the neuro screen was not done, for instance 'no symptom in arm or leg'. Without the part or a reason the "
        "evaluation cannot be signed."
    ),
    "room.strength": _("Force in newtons, the best of your trials. The bar shows the affected side in per cent of the other."),
    "room.range": _("Degrees from the start position named under the movement. Both sides, so that they can be compared."),
    "room.during": _("What the symptom does while the movement is repeated ten times: does it come, grow, ease or move?"),
    "room.after": _("What is left of it after the movements. Better and staying better points to a directional preference."),
    "room.agrees": _(
        "Whether you hold the same source responsible as the program puts first. Your view stands in the record beside the program's; "
        "it changes no probability."
    ),
    "room.sources": _("The sources you hold responsible, one or several. The plan starts from these."),
    "room.reason": _("Why you see it so, in a sentence. Needed where you differ."),
    "room.plan": _("What you do next, in your words. It stands under 'Plan' in the note."),
    "room.flag_done": _("What you did about the red flag. An evaluation is signed only when each raised flag has an answer."),
    "room.flag_reason": _("Whom you spoke to, or why nothing more was needed. It stands in the note and the letter."),
    "visit.better_or_worse": _("How the patient is compared with the last visit, in their own judgement."),
    "visit.adherence": _("How much of the home programme was done. Ask openly: a plan that was not done has not failed."),
    "visit.reaction_to_last_visit": _(
        "How the body took the last visit, in the two days after. It is asked each time, so that harm is not overlooked."
    ),
    "visit.pain_now": _("0 is no pain, 10 the worst the patient can imagine; at rest, before anything is tested."),
    "visit.pain_worst": _(
        "The worst of the last seven days on the same scale. The evaluation asked for it too, so the two can be compared."
    ),
    "visit.medication": _("What was started, stopped or changed since last time, and pain killers taken before this visit."),
    "visit.other": _("Anything new: a fall, an illness, a race, other symptoms."),
    "visit.retest": _("The same test as at the evaluation, done the same way. Not done stays open; it never counts as negative."),
    "visit.retest_note": _("What was different from last time, for instance 'only a pull'."),
    "visit.intervention": _(
        "What was done with the patient today. What the plan names stands first; anything else is added in the last rows."
    ),
    "visit.site": _("Where on the body, as exactly as a colleague needs to find it."),
    "visit.side": _("The side that was treated."),
    "visit.dose": _("How much: minutes, strokes, sets, grade. It stands in the note, so that it can be repeated or changed."),
    "visit.before": _("Pain from 0 to 10 in the movement that hurts, just before."),
    "visit.after": _("The same movement just after. The difference shows what this did today, and nothing about next week."),
    "visit.response": _("What the patient felt and what you saw, good or bad."),
    "visit.exercise": _(
        "What the patient did here today. The plan's dose stands in the fields; change what was done differently."
    ),
    "visit.sets": _("Sets that were done, not those that were planned."),
    "visit.repetitions": _("Repetitions of one set. Leave it open where the exercise is a hold."),
    "visit.hold_s": _("Seconds of one hold. Leave it open where the exercise is counted in repetitions."),
    "visit.load_kg": _("Weight outside the body, in kilograms; 0 for none."),
    "visit.effort": _(
        "How hard it was for the patient: 0 nothing, 10 as hard as possible. It is asked, never taken from the plan."
    ),
    "visit.pain": _("The highest pain while doing it. The plan's ceiling is held against it."),
    "visit.note": _("What limited it, or how it was changed."),
    "visit.plan": _("What is agreed until the next visit. It stands in the note; the plan itself is changed on its own page."),
    "review.text": _(
        "It is added under the record with your name and the time, and cannot be taken back; the signed text stays as it is."
    ),
    "intake.state": _(
        "How you record it after reading the answer beside it. What you leave open stays not assessed, and never counts as negative."
    ),
    "intake.text": _(
        "Ticked, the patient's words go into the record as they stand. They move no probability. What is recorded already stays."
    ),
    "intake.measure": _("Ticked, the number is recorded as a measure of that encounter. What is recorded already stays."),
    "intake.drawing": _(
        "Ticked, the patient's drawing becomes the body chart of that encounter. A drawing that is there already stays."
    ),
    "intake.into": _("The encounter that takes what you confirm. What you leave open is not recorded, and never counts as no."),
    "event.kind": _(
        "Something that can bend the course of a measure. It is marked on the picture, so that a change is read beside it."
    ),
    "asked.measures": _(
        "What the patient is asked on their phone on each occasion still to come. Keep it short: whoever is asked much may stop answering."
    ),
    "plan.keep": _(
        "A declined exercise is left out of the plan and of the phone. Where it was suggested or stood in the plan, say why: it is kept under 'Left out'."
    ),
    "plan.sets": _("Sets in one session; always needed. It is what the phone asks for, and what the rules raise or lower from."),
    "plan.repetitions": _("Repetitions of one set. Leave it open where the exercise is a hold."),
    "plan.hold_s": _("Seconds that each repetition is held. Leave it open where nothing is held."),
    "plan.load_kg": _(
        "Weight outside the body that the patient starts with. Leave it open where it is found by feel, and say below how."
    ),
    "plan.sessions": _(
        "How many times a week it is due; always needed. The phone spreads them over the week, and what was done is counted against it."
    ),
    "plan.side": _("The side that works. It stands beside the name on the phone and on the handout."),
    "plan.tempo": _("Seconds down, held and up of one repetition, for instance 3‑1‑3. The phone counts them out."),
    "plan.rest_s": _("Seconds of rest between two sets."),
    "plan.effort": _(
        "How hard it should feel: 0 nothing, 10 as hard as possible. The phone asks how hard it was, so that the two can be compared."
    ),
    "plan.depth": _("How far the loaded hip is bent at the deepest point. Going deeper is a step of its own."),
    "plan.load_words": _(
        "How the patient finds the weight where no number is set, for instance 'a weight that feels like 4 of 10'."
    ),
    "plan.add_exercise": _(
        "Type a few letters and choose one of the library. It comes last in the list with the library's starting dose, which you can change before you keep the plan."
    ),
    "plan.decision": _(
        "What you accept stands first in the treatment visit. 'Open' keeps the suggestion undecided; what you decline needs a reason."
    ),
    "plan.intervention_dose": _(
        "How much and how often, in your words. The treatment visit shows it beside the line when you record what was done."
    ),
    "plan.add_intervention": _("Something of the catalogue that was not suggested. It comes last in the list, as accepted."),
    "plan.reason": _("Why it is left out, in a few words. It is kept with the plan beside what was suggested."),
    "plan.run_goal": _(
        "The run the patient wants to get back to, for instance '10 km without pain'. It stands beside the running step on the plan."
    ),
    "plan.goal": _(
        "What the patient wants to do again, in their own words. It stands on the phone, where the patient rates it, and in reports and the summary."
    ),
    "plan.baseline": _("How well it goes today in the patient's own rating: 0 unable, 10 as before."),
    "plan.target": _("The rating that would be enough for the patient, on the same scale."),
    "plan.patient_sentence": _(
        "What is new and why, as you would say it to the patient. The phone shows it as the reason, and it stays with this version."
    ),
    "plan.phase": _(
        "The stage of loading. It is proposed as far as the recorded numbers carry; a number that is missing is never taken as a good one, so "
        "the gentlest phase stands where nothing is known."
    ),
    "plan.programme": _(
        "A published programme whose exercises stand in the place of those chosen for the sources. Conflicts are said all the same."
    ),
    "plan.overlay": _(
        "What lies over the phase for a while: in a flare only the holds are left, a referral stops loading altogether."
    ),
    "plan.marker": _(
        "One movement that the patient does each morning and rates from 0 to 10. By it the rules judge what yesterday's load did to the tendon."
    ),
    "plan.ceiling": _(
        "The highest pain that is accepted while an exercise is done. Above it the session does not count as good."
    ),
    "plan.run_level": _(
        "A step of the running ladder, from walking to speed. It goes up after quiet runs with a day of rest before, one step at a time."
    ),
    "plan.review_in_days": _(
        "When you want to look at the plan again. The rules look every night, and tell you sooner when something is wrong."
    ),
    "plan.cs": _("Kept with this version, beside what the engine had suggested. The patient does not see it."),
    "told.day": _(
        "The day all of this is about. It is judged as if it had been told on the phone, so a late page counts for its own day."
    ),
    "told.marker": _(
        "Pain in the plan's morning test, 0 to 10. Without it the session of the day before cannot be judged, and nothing is stepped up."
    ),
    "told.worst": _("The worst pain of the last 24 hours as the patient said in the morning, 0 to 10."),
    "told.sitting": _("Minutes of sitting until the pain came for the first time."),
    "told.settled": _("Whether what the day before had stirred up was calm again in the morning."),
    "told.illness": _("Whether the patient was ill or had slept badly."),
    "told.session": _("Tick what was done. What is not ticked is not told; it never counts as done."),
    "told.share": _("How much of the planned dose was done, in the patient's words."),
    "told.sets": _("Sets that were done, not those that were planned."),
    "told.repetitions": _("Repetitions of one set, as done."),
    "told.load_kg": _("Weight outside the body that was used."),
    "told.effort": _("How hard it felt: 0 nothing, 10 as hard as possible."),
    "told.during": _("The highest pain while doing it, 0 to 10. The plan's ceiling is held against it."),
    "told.after": _("Pain after the session, 0 to 10."),
    "told.distance": _("How far was run that day. The longest run of the last 30 days limits the next one."),
    "told.minutes": _("How long the run took."),
    "told.run_pain": _("The worst pain in the run, 0 to 10. Empty is not known, which is never taken for none."),
    "told.pace": _("How it was run, as the patient says. Easy and fast steps of the running ladder are kept apart."),
    "told.another": _(
        "Tick it only where a run of that day is told already and this is a second one, so that none counts twice."
    ),
    "told.sat": _("Minutes of sitting over the whole day, all together."),
    "told.warning": _("A sign that somebody has to look at first. The plan stops or holds until then."),
    "told.run_file": _(
        "The file that a watch or an app gives. Its day, time, distance and climb are kept; where it was run is not."
    ),
    "outcomes.taken_on": _("The day the number speaks of: a score asked on Tuesday and typed today belongs to Tuesday."),
    "outcomes.activity": _(
        "Something that is hard because of this complaint, in the patient's words. The same activities are rated again later, so that like "
        "is compared with like."
    ),
    "discharge.goal": _(
        "What you and the patient agreed on at the start, as you both see it today. 'Not talked about' leaves it as not assessed; it never "
        "counts as a no."
    ),
    "discharge.reason": _(
        "Why the course of care ends now. It stands in the discharge report and is counted in the clinic's figures."
    ),
    "discharge.summary": _(
        "A few sentences for whoever reads the record later. It stands in the discharge report as you write it."
    ),
    "discharge.maintenance": _("It stands in the discharge report, for the patient and for whoever sees them next."),
    "questionnaires.measure": _(
        "The measure whose score it calculates. That measure's range and its rule for missing answers hold."
    ),
    "questionnaires.right": _(
        "Most questionnaires belong to somebody, and Enthesis brings none of their questions. What you bring in is shown in this clinic alone."
    ),
    "programmes.purpose": _(
        "Rehabilitation is offered for the sources you tick; prevention and training also where nobody was injured or assessed."
    ),
    "people.role": _(
        "What somebody may do. A student's notes wait for a co-signature; the front desk sees no clinical content; a researcher sees records without the "
        "persons. A clinic always keeps one lead."
    ),
    "licence.jurisdiction": _(
        "The state or country whose board issued the licence. It is compared with the one by whose law the clinic works."
    ),
    "licence.jurisdiction_name": _(
        "No rules are held for a place that is not listed: the stricter rules that hold everywhere are used."
    ),
    "licence.number": _("As it stands on the licence. The gate does not read it."),
    "licence.expires_on": _("The last day it is good. From the day after the gate is closed; without a day it is closed too."),
    "licence.held_since": _(
        "The first day of the licence. Some states ask for years of practice, and full years are counted from here."
    ),
    "licence.unrestricted": _(
        "A provisional, temporary or limited licence does not open the gate, nor does one of which this is not recorded."
    ),
    "licence.training_attested": _(
        "Your own word that you were trained in needling and can show proof of it. Nobody can attest for somebody else."
    ),
    "licence.training_hours": _("Hours with the teacher in the room. Some states ask for a number; the gate compares."),
    "licence.supervised_sessions": _("Patients you needled while somebody trained watched. Some states ask for a log of them."),
    "licence.proof": _("Name of the course, who taught it, and where the certificate is."),
    "needling.jurisdiction": _(
        "The state or country where patients lie on the table. The rules of the gate are those of this place."
    ),
    "needling.screen": _(
        "Each question is asked today. A question that is unknown closes the gate; an answer of another day counts for nothing. Who says no to several at once says that they asked each."
    ),
    "needling.reason": _("Your reason in your words. It is kept with your name beside the rule, for this visit alone."),
    "needling.medical_advice": _("Name of the physician and the day. A written reason alone does not lift this one."),
    "needling.because": _("Why nobody was needled. The visit can then be signed; planning again takes it up."),
    "needling.site": _("What is planned. Untick a muscle to take it out, before needling has begun."),
    "needling.new_site": _(
        "Muscles with a source that was read have a card. Any other can be named; the gate then asks for a reason."
    ),
    "needling.new_side": _("The patient's own left or right."),
    "needling.technique": _(
        "How the needle is used. In some places beside a nerve is outside a physical therapist's scope; the gate says so."
    ),
    "needling.needled_by": _("Whose licence and training the gate reads, and who signs."),
    "needling.in_plan_of_care": _("Whether the plan of care names needling. Some places ask for it."),
    "needling.referral": _("Whether whoever sent the patient knows of the needling. Some places ask for it."),
    "needling.where": _("One of the muscles planned for today; another is added under 2."),
    "needling.landmark": _("Where exactly, by what can be felt, so that a colleague finds the place again."),
    "needling.needle": _("Diameter by length, as printed on the packet. The list is no advice."),
    "needling.lot": _("From the packet, with its last good day, so that it can be told who was needled from which batch."),
    "needling.depth_mm": _("How deep the tip came. It is asked for wherever the lung may be met; elsewhere it may stay open."),
    "needling.passes": _("How often the needle was moved in and out in this place."),
    "needling.dwell_s": _("Seconds from in to out."),
    "needling.twitch": _("Whether the muscle jumped. It is logged and counts for nothing."),
    "needling.pain_quality": _("What the patient said it felt like. Some answers bring a caution up at once."),
    "needling.stimulation": _("Whether the needle was moved by hand, or a current ran through it."),
    "needling.note": _("Anything else of this one needle. It stands in the note."),
    "needling.needles_in": _("How many were opened, also one that was not used."),
    "needling.needles_out": _("How many lie in the sharps box, counted there. Until both are equal nobody can sign."),
    "needling.response": _(
        "Looked at before the patient leaves. What was not looked at stays 'not recorded' and never counts as no."
    ),
    "needling.aftercare_given": _("That the patient was told what is usual afterwards, and what is an emergency."),
    "needling.pain_now": _("0 no pain, 10 the worst they can imagine, as the patient says it."),
    "needling.stopped_because": _("Where needling ended before it was done. With a reason, what was done can be signed."),
    "consent.signed_by": _("For somebody under age a parent or guardian; a representative does not stand in for a parent."),
    "consent.signer_name": _("Who wrote their name under the text."),
    "consent.signed_on": _("The day on the paper."),
    "consent.copy_given_on": _(
        "The day the patient was given the text to take home. Where the law asks for a copy, the gate asks for this day."
    ),
    "consent.parent_name": _(
        "Name of the parent, guardian or whoever stands in their place. Without a name the consent does not count."
    ),
    "consent.parent_consent_on": _("The day they consented, in writing or by word."),
    "consent.assent": _("What the young person says when asked alone. 'Not recorded' closes the gate, as a no does."),
    "consent.note": _("How consent was given, for instance by telephone, and who else was there."),
    "consent.said_by": _("Any of these may take it back, and it holds from this moment."),
    "consent.words": _("What they said, if they said anything. No reason is needed."),
    "harm.event": _("The nearest of the list. How grave it is follows from the answers below."),
    "harm.began_on": _("When it was first noticed. Leave it open where nobody knows."),
    "harm.ended_on": _("When it was over. Open means: not known to be over."),
    "harm.disturbed_daily_life": _("Whether they left something out because of it."),
    "harm.needed_medical_help": _("Whether a doctor, nurse or ambulance was needed because of it."),
    "harm.admitted": _("Whether they stayed in hospital because of it."),
    "harm.lasting_harm": _("Whether something of it stays. Where this is not recorded the grade says 'at least'."),
    "harm.died": _("Whether the patient died of it."),
    "harm.words": _("In the words of whoever told it."),
    "harm.done_about_it": _("What was done, when, and who was told."),
}


def help_of(key: str) -> Any:
    """The text for a field; empty where the field needs none."""
    return HELP.get(key, "")
