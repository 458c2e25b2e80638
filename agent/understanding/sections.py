"""Which kind of thing a clause says, and in which section of the note it belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from agent.domain.note import Section
from agent.understanding.clauses import Clause
from agent.understanding.marks import MEASURES, marks
from agent.understanding.wording import clinical_tokens

Sort = Literal[
    "pain",
    "measure",
    "treatment",
    "exercise",
    "time",
    "function",
    "history",
    "denial",
    "gait",
    "palpation",
    "response",
    "assessment",
    "education",
    "adherence",
    "precaution",
    "goal",
    "plan",
    "other",
]


@dataclass(frozen=True, slots=True)
class Sorted:
    sort: Sort
    section: Section


_PLAN = re.compile(
    r"^(?:the |my |our )?(?:plan\b|continue\b|continuing\b|next (?:visit|session|time|week|appointment)|will\b|follow[- ]?up(?! visit)|recheck|reassess|"
    r"retest|keep (?:him|her|them|patient|the|at|on|working|brace|doing|with|up)|start\b|progress (?:to|core|the|as|with|load|resistance|strength)|add\b|discharge\b|"
    r"see (?:him|her|them|you|patient)|hold off|refer\b|advance\b|once (?:a|per|every|weekly)|twice (?:a|per|weekly)|\d (?:times )?(?:a|per) week|"
    r"\d x (?:a |per )?week|\d(?:-| to )\d (?:times )?(?:a|per) week|home(?:\b(?! depot| health))|hep\b|for home\b|at home\b|i would (?:keep|like)|i want\b|we would\b|we will\b|"
    r"i will\b|going to\b|send\b|recommend|consider\b|schedule|order\b|return (?:to clinic|in|for)|wean\b|avoid\b|stay off|reduce frequency|decrease frequency|"
    r"increase frequency|once (?:she|he|they|you|patient) (?:get|can|reach)|try\b|remind\b|patient (?:will|to)\b|work on\b|focus on\b|frequency\b|plan is|later (?:on )?we|maybe later|no (?:running|jumping|lifting|kneeling|driving|overhead|hopping|impact|pivoting)|"
    r"call (?:the |his |her )?(?:surgeon|doctor|md|pcp)|(?:he|she|patient|they) knows to|"
    r"treatment (?:\d|frequency)|same (?:home|program|exercises)|wear (?:the|his|her|your)|use (?:the|a|your|his|her) (?:brace|cane|walker|roll|ice|heat|splint|floor|pillow|strap|band)|do (?:the|your|these|those) (?:same|home|exercises|stretch)|weekly\b|biweekly\b|until\b)",
    re.IGNORECASE,
)
_PLAN_ANYWHERE = re.compile(
    r"\bnext (?:visit|session|time|appointment)\b|\btimes (?:a|per) week\b|\b(?:twice|once) (?:a|per) week\b|\b(?:twice|once) weekly\b|\bweekly for\b|"
    r"\b(?:will|we'll|i'll|going to) (?:do|redo|repeat|add|start|begin|progress|try|continue|recheck|retest|send|see|plan|reassess|refer|call|follow|need to|advance|get)\b|"
    r"\bfor \d+ (?:more )?weeks\b|\bif (?:we|she|he|they) (?:are|is)n't\b|\bplan (?:to|for|is)\b|\bwould (?:trial|add|talk|try|start)\b|\bfollow up with\b|"
    r"\bi(?:'d| would) (?:keep|like to|add|talk|say not)\b|\bstart (?:it|them|that) at home\b|\bwill (?:call|see|follow|return)\b|\bget(?:ting)? grab bars\b|"
    r"\bsend the report\b|\bi want (?:to|him|her|you)\b|\bdon't want (?:you|him|her)\b|\bdo not want\b|\bwe will start\b|\borders?ed\b",
    re.IGNORECASE,
)
_ASSESS = re.compile(
    r"\b(?:progress(?:ing|ed)? (?:well|slowly|toward|as expected|nicely)|is progressing|making (?:good |steady |slow |excellent )?(?:progress|gains)|steady gains|improving|tolerated|"
    r"respond(?:ed|ing)|response|limit(?:s|ing|ed)? (?:her|his|by|factor|stairs|for|walking|reaching|function|the|return)|still limit|main limit|deficits?\b.{0,30}\b(?:limit|remain|still|persist)|skilled|prognosis|"
    r"candidate|consistent with|fall risk|goals? (?:\w+ ){0,3}(?:met|not met|achieved|partially met)|(?:met|achieved) (?:the |her |his |all |both )?(?:\w+ ){0,3}goals?|not met|"
    r"plateau|weak point|benefit from|continues to (?:need|require)|needs? (?:skilled|hands|continued)|ready for|rehab(?:ilitation)? (?:potential|outcome)|good (?:outcome|rehab)|doing (?:well|great|better)|"
    r"coming along|still short|worse today|regress|setback|ahead (?:of|on)|behind (?:schedule|on)|on track|not (?:yet )?(?:ready|responding|enough)|impairments?|presentation|"
    r"suspect|i (?:don't )?think|likely (?:a|due|from)|appears to|so (?:a|an|it's|this is)|stage \d|gained|keeping (?:the|her|him|patient)|compensat|reduces it|centraliz|peripheraliz|"
    r"directional preference|quality of movement|form (?:is|was|has)|carry ?over|motivated|(?:posterior|anterior|horizontal) canal|canalithiasis|cupulolithiasis|good potential|barrier|medically necessary|necessity|significant (?:improvement|change|gain)|clinically|fatigued|fatigues|showing (?:good|steady|improved))",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"\b(?:after(?:wards?)?(?: treatment| session| manual| exercise| therapy| the session)?$|within (?:the|this) session|after the (?:\w+ )?(?:glides?|mobs?|mobilizations?|stretch\w*|needling|traction|manipulation|exercises?|taping|treadmill|snags?)|after (?:treatment|the session|session|manual|exercise|therapy|today|mobs|mobilization|traction|epley|repositioning)|"
    r"at (?:the )?end(?: of (?:the )?(?:session|treatment|visit))?|post[- ]?(?:treatment|session)|by the end|following treatment|end of (?:session|treatment|visit)|at discharge from clinic|leaving the clinic)\b",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"\b(?:(?:patient|pt|he|she|they|mom|mother|parent|wife|husband|daughter|son|caregiver)(?: also| now| still)? (?:reports?|reported|states?|stated|says?|said|denies|denied|complains?|feels|felt|notes|noted|describes|rates|thinks|admits|mentions|mentioned|figures|wants|hopes|is worried|is nervous|worries|was able|has been|woke|wakes|sleeps|slept|is sleeping|went|walked to|drove|is back|was|took|takes|wore|had|has|got|fell|lives|works|stopped|started|can|cannot|could|still|tried|missed|skipped|did (?:not|the|her|his)|does (?:not|the|her|his)|put|uses)|"
    r"reports|states that|complains of|denies|quote\b|per (?:patient|her|his)|^(?:says|said|states|feels|notes|tells me))\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\btotal (?:treatment |session |visit |contact |timed |one on one |one to one |skilled )*(?:time|minutes|code time|\d)|\b\d+ (?:minutes? )?(?:total|all together|altogether|in total|in all|all told|overall)\b"
    r"|\b\d+ minutes? (?:one to one|one on one|of one on one|direct|1:1|timed)|\btotal time\b|\btime in\b|\btimed minutes\b|\bso \d+$|\btotal was \d+|\btotal (?:is|of) \d+|\btotal,? \d+",
    re.IGNORECASE,
)
_POST_OP = re.compile(
    r"^(?:this is|here for|follow)\b.*\b(?:strain|sprain|fracture|tear|tendin\w+|arthritis|pain|surgery)\b"
    r"|\b(?:weeks? (?:out|post|in\b)|post[- ]?op\w*|repair|replacement|reconstruction|arthroplasty|status post|s/p|fusion|discectomy|meniscectomy)\b",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    r"\b(?:history of|years? ago|months? ago|since (?:january|february|march|april|may|june|july|august|september|october|november|december|\d{4})|"
    r"in (?:19|20)\d\d|surgery|replaced|diagnosed|onset|started (?:when|after|about)|injur|x-?rays?|mri\b|imaging|post[- ]?op|weeks? out|lives (?:with|alone|in)|lives|retired|works as|works at|"
    r"works the|medications?|allerg|comorbid|prior level|previously|occupation|right[- ]handed|left[- ]handed|hand dominant|no falls|fall\b|fell\b|stumble|near fall)\b",
    re.IGNORECASE,
)
_FUNCTION = re.compile(
    r"\b(?:able to|unable to|difficulty|trouble|can now|cannot|needs? (?:help|assistance|the rail)|railing|stairs?|sleep(?:s|ing)?|dress(?:ing)?|bath(?:e|ing)|shower|cook|drive|driving|work(?:ing)?|"
    r"tolerance|tolerat\w+ (?:about )?\d|reach(?:es|ing)?|lift(?:s|ing)?|carry|carrying|kneel|squat|garden|golf|run(?:ning)?|walk(?:s|ed|ing)?|sit(?:s|ting)?|stand(?:s|ing)?|duty|school|class(?:es)?|hobby|sport|return(?:ed)? to|back to|independent with|wakes?)\b",
    re.IGNORECASE,
)
_DURING = re.compile(
    r"\b(?:no (?:increase|change|rise) in (?:pain|symptoms)|no (?:pain|symptom) increase|toler\w+|without (?:increase|increased|pain)|pain[- ]free with|fatigued?|"
    r"went (?:up |down )?to \d+|improved to|reduc\w+ to|decreas\w+ to|reduces it|abolish\w+|centraliz\w+|response|responded)\b",
    re.IGNORECASE,
)
_PRACTISED = re.compile(r"^(?:hep|home (?:program|exercises?|exercise program))\b.{0,30}\b(?:\d (?:days|times)|daily|every|most days|compliant|done|completed|is going|going well|twice|once|none|not done|missed)\b", re.IGNORECASE)
_NEEDS = re.compile(r"\b(?:needs?|requires?|continues to (?:need|require)|would benefit|benefits? from|skilled)\b", re.IGNORECASE)
_OPENS_JUDGEMENT = re.compile(
    r"^(?:ahead of|behind (?:schedule|where)|progressing|doing (?:well|better)|improving|good (?:session|tolerance|progress|outcome|response)|excellent|steady|overall)\b",
    re.IGNORECASE,
)
_JUDGING = re.compile(
    r"\b(?:is|are|still|remains?|continues?) (?:\w+ ){0,2}(?:improving|limited|limiting|short|progressing|better|responding|increasing|declining|regressing|stronger|weak|behind)\b|\b(?:improved|gained|increased|decreased|up|down) (?:by )?\d+ ?(?:degrees|%|points|feet|meters|lb|seconds)\b.{0,12}\bsince\b|\bgetting stronger\b|\bcoming along\b",
    re.IGNORECASE,
)
_JUDGED = re.compile(r"\b(?:i (?:do not |don't )?(?:think|suspect|believe)|consistent with|irritation|presentation|likely|suspect(?:ed)?|looks like|clinical(?:ly)? (?:picture|impression)|suggests?|suggestive|appears to be|threshold|kx\b|differential)\b", re.IGNORECASE)
_PRECAUTION = re.compile(
    r"\b(?:precautions?|weight[- ]bearing|WBAT|NWB|TTWB|PWB|avoid\w*|no (?:lifting|kneeling|driving|running|overhead|twisting|bending)|do not|don't|not to|stay off|held because|held due|on hold|contraindicat\w*|restrict\w*|off limits|not (?:yet )?(?:clear|allowed))\b",
    re.IGNORECASE,
)
_EDUCATION = re.compile(
    r"\b(?:educat\w*|instruct\w*|taught|teach[- ]?back|went over|reviewed|advised|told (?:him|her|them|patient)|remind\w*|counsel\w*|explained|hand-?out|demonstrat\w+ (?:good|correct|understanding|independence)|verbaliz\w*|repeat it back|showed (?:him|her|patient)|would go straight to|go to the emergency)\b",
    re.IGNORECASE,
)
_ADHERENCE = re.compile(
    r"\b(?:complian\w*|adheren\w*|(?:doing|did|does|do|done|performing|keeping up with|skipp\w+|miss\w+|forgot)(?: \w+){0,4} (?:exercises?|HEP|program|stretches|bridges|homework)|HEP (?:\d|daily|every|once|twice|most)|every other day like|sling|wore|wearing|took the|takes? (?:the )?pills)\b",
    re.IGNORECASE,
)


def responds(text: str) -> bool:
    """Whether a clause tells how the patient was during or after the treatment."""
    return bool(_AFTERWARDS.search(text.rstrip(".")) or _DURING.search(text))


def belongs_elsewhere(clause: Clause, text: str) -> bool:
    """Whether a clause under an objective heading is plainly assessment or plan: the heading ended unsaid."""
    low = text.casefold().rstrip(".")
    if has_number(clause) and _kinds(clause) & MEASURES and not _PLAN.match(low):
        return False
    if _strong_intervention(clause) and "minute" in low:
        return False
    return bool(_PLAN.match(low) or _TOLERATED.search(low) or _NEEDS.search(low)) and clause.tokens[0].low != "no"


_GOES_ON = re.compile(
    r"^(?:in \d+ weeks|by week|within \d|to (?:be|return|walk|lift|reach)|return to|able to|independent|be able)\b",
    re.IGNORECASE,
)
_TOLERATED = re.compile(
    r"\b(?:tolerat\w+|progressing|improving|responding|doing (?:well|better))\b", re.IGNORECASE
)


def sort_clause(
    clause: Clause, text: str, previous: Section | None, *, after_goal: bool = False
) -> Sorted:
    """The clause's sort and section. `text` is its cleaned wording, `previous` the section before it.

    `after_goal`: the clause before, of the same turn, was a goal.
    """
    sort = _sort(clause, text, previous)
    if after_goal and sort != "goal" and (
        _GOES_ON.match(text)
        or (not clause.new_sentence and not clause.unpunctuated)
        or (clause.heading_name.endswith("goals") and sort not in ("time", "treatment"))
    ):
        sort = "goal"
    return Sorted(sort, _section(clause, sort, previous))


def _kinds(clause: Clause) -> set[str]:
    inherited = marks(clinical_tokens(clause.lead)) if clause.lead else ()
    return {t.kind for found in (clause.marks, inherited) for m in found for t in m.terms}


_NAMING = MEASURES | {"exercise", "intervention", "gait"}


def has_number(clause: Clause) -> bool:
    """Whether a number stands in the clause that is not part of a name (`10 meter walk`, `5xSTS`)."""
    named = {i for m in clause.marks if m.of(*_NAMING) for i in range(m.start, m.end)}
    return any(
        (t.text[:1].isdigit() or (t.text[:1] == "-" and t.text[1:2].isdigit())) and i not in named
        for i, t in enumerate(clause.tokens)
    )


def has_value(clause: Clause) -> bool:
    return has_number(clause) or any(m.of("result") for m in clause.marks)


def _strong_intervention(clause: Clause) -> bool:
    return any((t := m.of("intervention")) is not None and not t.data.weak for m in clause.marks)


def _after_it(clause: Clause) -> bool:
    """Whether the treatment is only named as what came before: `pain 2/10 after vaso`."""
    first = next(m for m in clause.marks if m.of("intervention"))
    return any(t.low in ("after", "following", "since") for t in clause.tokens[max(0, first.start - 3) : first.start])


def _sort(clause: Clause, text: str, previous: Section | None) -> Sort:
    low = text.casefold().rstrip(".")
    kinds = _kinds(clause)
    told_before = previous in (None, "S") and clause.speaker != "THERAPIST"
    if (
        clause.heading == "P"
        and re.search(r"\b\d+ minutes?\b", low)
        and _strong_intervention(clause)
        and not _PLAN.match(low)
    ):
        return "treatment"
    if clause.heading == "P" and not _TOTAL.search(low):
        if "goal" in kinds and not _PLAN.match(low):
            return "goal"
        return "plan"
    minutes = re.search(r"\b\d+ minutes?\b", low)
    if _TOTAL.search(low) and not (_strong_intervention(clause) and low.count("minutes") > 1):
        return "time"
    planned = bool(_PLAN.match(low) or _PLAN_ANYWHERE.search(low)) and clause.speaker != "PATIENT"
    if told_before and clause.heading is None and _PRACTISED.match(low):
        return "adherence"
    if "goal" in kinds and _is_goal(low, clause):
        if (
            re.search(r"\b(?:met|not met|achieved|partially|unmet)\b", low)
            or ("at " in low
            and "you are at" in low)
        ):
            return "assessment"
        return "goal"
    if planned and clause.heading in (None, "A") and not (minutes and _strong_intervention(clause)):
        return "plan"
    told = told_before and not minutes and (clause.heading == "S" or _REPORTS.search(low) or "home" in kinds)
    if _strong_intervention(clause) and clause.speaker != "PATIENT" and not told and (minutes or not _after_it(clause)):
        return "assessment" if not minutes and _NEEDS.search(low) else "treatment"
    if minutes and "intervention" in kinds and clause.speaker != "PATIENT":
        return "treatment"
    if clause.speaker == "PATIENT":
        return _said_by_patient(clause, low, kinds)
    if clause.heading == "A":
        return "response" if _AFTERWARDS.search(low) else "assessment"
    if clause.heading == "S":
        return _said_by_patient(clause, low, kinds)
    if "symptom" in kinds and _AFTERWARDS.search(low):
        return "response"
    if re.match(r"(?:patient|he|she|they) needs? (?:\w+ ){0,2}(?:supervision|assist|guard|contact|cue|min|mod|max|standby)", low):
        return "gait" if clause.heading == "O" else "assessment"
    if clause.heading is None and clause.speaker != "PATIENT" and (
        _OPENS_JUDGEMENT.match(low) or (not told_before and _JUDGING.search(low))
    ):
        return "assessment"
    if _JUDGED.search(low) and not has_number(clause) and clause.heading != "O":
        return "assessment"
    if clause.heading is None and re.match(r"(?:patient|he|she|they) (?:is|are|was|has been|continues)\b", low) and _ASSESS.search(low) and not told_before:
        return "assessment"
    if _EDUCATION.search(low) and not kinds & MEASURES:
        return "education"
    if told_before and clause.marks and clause.marks[0].start == 0 and clause.marks[0].of("motion", "joint") and "motion" in kinds and clause.heading is None and not re.search(r"/10|\bpain with\b", low):
        return "measure"
    if re.search(r"\b\d+ to \d+\b", low) and "joint" in kinds and previous == "O":
        return "measure"
    dosed = any(" x " in t.text for t in clause.tokens) or re.search(r"\b\d+ reps?\b", low)
    if dosed and previous in ("O", "A") and clause.heading in (None, "O") and not (kinds & {"test", "motion"} and any(m.of("result") for m in clause.marks)):
        return "exercise"
    if (
        "exercise" in kinds
        and (dosed or (clause.heading == "O" and not (kinds & MEASURES and has_value(clause))))
        and not _REPORTS.match(low)
    ):
        return "exercise"
    if (
        _REPORTS.match(low)
        and clause.heading is None
        and not (kinds & {"motion", "test", "performance"} and has_value(clause))
    ):
        if _ASSESS.search(low) and not re.match(
            r"(?:\w+ ){0,2}(?:reports|states|says|denies|feels|complains)", low
        ):
            return "assessment"
        return _said_by_patient(clause, low, kinds)
    if _POST_OP.search(low) and previous in (None, "S"):
        return "history"
    if kinds & MEASURES == {"vital"} and "symptom" in kinds and previous in (None, "S"):
        return "pain"
    if (
        kinds & MEASURES
        and (has_value(clause) or "palpation" in kinds)
        and not (
            _ASSESS.search(low) and not has_number(clause) and not any(m.of("result") for m in clause.marks)
        )
    ):
        if "symptom" in kinds and low.startswith(("no ", "denies")) and previous in (None, "S"):
            return "denial"
        return "palpation" if kinds & MEASURES == {"palpation"} else "measure"
    if kinds & {"gait", "transfer"} or (kinds & {"device", "assist"} and previous == "O"):
        if not _ASSESS.search(low):
            return "gait"
    if low.startswith(("no ", "denies", "without ")) and "symptom" in kinds:
        return "denial"
    if (
        "symptom" in kinds
        and any(
            t.kind == "symptom" and t.name in ("pain", "headache", "headaches", "vertigo")
            for m in clause.marks
            for t in m.terms
        )
        and previous in (None, "S")
        and not _ASSESS.search(low)
    ):
        return "pain"
    if _ASSESS.search(low):
        return "assessment"
    if "exercise" in kinds and previous == "O":
        return "exercise"
    if _ADHERENCE.search(low) and previous in (None, "S"):
        return "adherence"
    if "symptom" in kinds and previous in (None, "S"):
        return "denial" if low.startswith("no ") else "pain"
    if _HISTORY.search(low) and previous in (None, "S"):
        return "history"
    if _FUNCTION.search(low) and previous in (None, "S"):
        return "function"
    if _PRECAUTION.search(low):
        return "precaution"
    return "other"


def _is_goal(low: str, clause: Clause) -> bool:
    """Whether the clause is about a goal as such, not a measurement with its goal beside it."""
    if re.match(
        r"(?:the |our |new |so the |short |long |then that is the )*(?:short term |long term )?goals?\b", low
    ) or low.startswith("then that"):
        return True
    if re.search(
        r"\bgoals? (?:\w+ ){0,4}(?:met|not met|achieved|unmet)\b|\b(?:met|meeting|achieved) (?:\w+ ){0,4}goals?\b|\bgoals? (?:is|are|were|was) (?:not )?(?:yet )?(?:met|achieved)",
        low,
    ):
        return True
    first_number = next((i for i, t in enumerate(clause.tokens) if t.text[:1].isdigit()), None)
    goal_at = next((m.start for m in clause.marks if m.of("goal")), None)
    return first_number is None or (
        goal_at is not None
        and goal_at < first_number
        and not any(m.of(*MEASURES) and m.start < goal_at for m in clause.marks)
    )


def _said_by_patient(clause: Clause, low: str, kinds: set[str]) -> Sort:
    if (
        re.match(r"(?:patient |she |he |they |pt )?(?:denies|denied|no |not |without |none|never)", low)
        and "symptom" in kinds
    ):
        return "denial"
    if re.search(r"\bpain\b|\b\d+/10\b|\bache", low):
        return "pain"
    if _ADHERENCE.search(low):
        return "adherence"
    if _HISTORY.search(low) or "condition" in kinds or "relative" in kinds:
        return "history"
    if _FUNCTION.search(low):
        return "function"
    return "pain" if "symptom" in kinds else "history"


_HOME: dict[Sort, Section] = {
    "pain": "S",
    "function": "S",
    "history": "S",
    "denial": "S",
    "adherence": "S",
    "measure": "O",
    "palpation": "O",
    "gait": "O",
    "treatment": "O",
    "exercise": "O",
    "time": "O",
    "response": "A",
    "assessment": "A",
    "education": "P",
    "goal": "P",
    "plan": "P",
    "precaution": "P",
}


def _section(clause: Clause, sort: Sort, previous: Section | None) -> Section:
    if sort in ("time", "treatment"):
        return "O"
    if clause.speaker == "PATIENT":
        return "S"
    if clause.heading is not None:
        if sort in ("plan", "goal") and clause.heading == "A":
            return "P"
        return clause.heading
    if sort == "precaution":
        return previous if previous in ("P", "A") else "P"
    if sort == "response" and previous == "O":
        return "A"
    if (
        clause.speaker == "THERAPIST"
        and (previous in (None, "S"))
        and sort in ("other", "function", "history", "pain")
    ):
        return "O"
    if sort == "other":
        return previous or "S"
    if sort == "function" and previous not in (None, "S"):
        return previous
    return _HOME[sort]
