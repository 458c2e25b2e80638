"""The wording by which a clause shows what it is: plan, judgement, report, response, history …"""

from __future__ import annotations

import re

from agent.needles import Rare

PLAN = re.compile(
    r"^(?:the |my |our )?(?:plan\b|not (?:till|until|yet)\b|would (?:consider|recommend|"
    r"suggest|refer)\b|continue\b|continuing\b|next (?:visit|session|time|week|"
    r"appointment)|will\b|follow[- ]?up(?! visit)|recheck|reassess|"
    r"retest|keep (?:\d|once|twice|him|her|them|patient|the|at|on|working|brace|doing|with|up)|start\b|"
    r"progress (?:to|core|the|as|with|load|resistance|strength)|add\b|discharge\b|"
    r"see (?:him|her|them|you|patient)|hold off|refer\b|advance\b|once (?:a|per|every|weekly)|"
    r"twice (?:a|per|weekly)|\d (?:times )?(?:a|per) week|"
    r"\d x (?:a |per )?week|\d(?:-| to )\d (?:times )?(?:a|per) week|home(?:\b(?! depot|"
    r" health))|hep\b|for home\b|at home\b|i would (?:keep|like)|i want\b|we would\b|"
    r"we will\b|"
    r"i will\b|going to\b|send\b|recommend|consider\b|schedule|"
    r"order\b(?! (?:\w+ ){0,4}(?:says?|said|reads?|lists?|is for|was for|names?|came|has|had)\b)|"
    r"return (?:to clinic|in|"
    r"for)|wean\b|avoid\b|stay off|reduce frequency|decrease frequency|"
    r"increase frequency|once (?:she|he|they|you|patient) (?:get|can|reach)|try\b|remind\b|"
    r"patient (?:will|to)\b|work on\b|focus on\b|frequency\b|plan is|later (?:on )?we|"
    r"maybe later|no (?:running|jumping|lifting|kneeling|driving|overhead|hopping|impact|"
    r"pivoting)|"
    r"call (?:the |his |her )?(?:surgeon|doctor|md|pcp)|(?:he|she|patient|they) knows to|"
    r"treatment (?:\d|frequency)|same (?:home|program|exercises|plan)|"
    r"back (?:on )?(?:mon|tues|wednes|thurs|fri)day\b|wear (?:the|his|her|your)|"
    r"use (?:the|a|your|his|her) (?:brace|cane|walker|roll|ice|heat|splint|floor|pillow|strap|"
    r"band)|do (?:the|your|these|those) (?:same|home|exercises|stretch)|weekly\b|biweekly\b|"
    r"until\b)",
    re.IGNORECASE,
)
STAYS_WITH = Rare(
    r"^(?:(?:and|so|now|then|okay),? )*(?:patient|you|he|she|they)(?:'ll| will| is going to| are going to) "
    r"(?:just )?(?:sit|lie|lay|rest|stay|relax|finish|hang out|get)\b(?: \w+){0,4}? "
    r"(?:with|on|under|the|an?|some) "
    r"(?!.*\b(?:home|tonight|tomorrow|later|next|every|daily|day|night|morning|evening|week)\b)",
    flags=0,
)
"""`You'll sit with the cold pack a while`: what the patient stays under before leaving is of today."""

PLAN_ANYWHERE = Rare(
    r"^if (?:patient|you|he|she|they)\b.*\b(?:could|might|would|will)\b|"
    r"\bnext (?:visit|session|time|appointment)\b|\btimes (?:a|per) week\b|\b(?:twice|"
    r"once) (?:a|per) week\b|\b(?:twice|once) weekly\b|\bweekly for\b|"
    r"\b(?:will|we'll|i'll|going to) (?:do|redo|repeat|add|start|begin|progress|try|continue|"
    r"recheck|retest|send|see|plan|reassess|refer|call|follow|need to|advance|get)\b|"
    r"(?<!schedule )(?<!track )(?<!expected )\bfor \d+ (?:more )?weeks\b|"
    r"\bif (?:we|she|he|they) (?:are|is)n't\b|\bplan (?:to|for|"
    r"is)\b|\bwould (?:trial|add|talk|try|start)\b|\bfollow up with\b|"
    r"\bi(?:'d| would) (?:keep|like to|add|talk|say not)\b|\bstart (?:it|them|that) at home\b|"
    r"\bwill (?:call|see|follow|return)\b|\bget(?:ting)? grab bars\b|"
    r"\bsend the report\b|\bi want (?:to|him|her|you)\b|\bdon't want (?:you|him|her)\b|"
    r"\bdo not want\b|\bwe will start\b|\borders?ed\b",
)
PUT_OFF = Rare(
    r"^(?:same plan|(?:the )?same (?:thing|program|again|stuff|routine|deal|treatment)s? "
    r"(?:(?:next|on|this|at the) )*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|time|visit|session|week|"
    r"tomorrow)|"
    r"next (?:visit|session|time|appointment)|back (?:on )?(?:mon|tues|wednes|thurs|fri)day)\b|"
    r"\b(?:left|leave|leaving|saved?|saving|put off|putting off) (?:[\w-]+ ){1,6}(?:for|until|till) "
    r"(?:the )?next\b",
)
"""A plan wherever it is said, under the heading of the treatment too."""
ASSESS = Rare(
    r"\b(?:progress(?:ing|ed)? (?:well|slowly|toward|as expected|nicely)|is progressing|"
    r"making (?:good |steady |slow |excellent )?(?:progress|gains)|steady gains|improving|"
    r"tolerated|"
    r"respond(?:ed|ing)|response|limit(?:s|ing|ed)? (?:her|his|by|factor|stairs|for|walking|"
    r"reaching|function|the|return)|still limit|main limit|deficits?\b.{0,30}\b(?:limit|"
    r"remain|still|persist)|skilled|prognosis|"
    r"candidate|consistent with|fall risk|goals? (?:\w+ ){0,3}(?:met|not met|achieved|"
    r"partially met)|(?:met|achieved) (?:the |her |his |all |both )?(?:\w+ ){0,3}goals?|"
    r"not met|"
    r"plateau|weak point|benefit from|continues to (?:need|require)|needs? (?:skilled|hands|"
    r"continued)|ready for|rehab(?:ilitation)? (?:potential|outcome)|good (?:outcome|rehab)|"
    r"doing (?:well|great|better)|"
    r"coming along|still short|worse today|regress|setback|ahead (?:of|on)|behind (?:schedule|"
    r"on)|on (?:track|schedule)|not (?:yet )?(?:ready|responding|enough)|impairments?|presentation|"
    r"suspect|i (?:don't )?think|likely (?:a|due|from)|appears to|so (?:a|an|it's|this is)|"
    r"stage \d|gained|keeping (?:the|her|him|patient)|compensat|reduces it|centraliz|"
    r"peripheraliz|"
    r"directional preference|quality of movement|form (?:is|was|has)|carry ?over|motivated|"
    r"(?:posterior|anterior|horizontal) canal|canalithiasis|cupulolithiasis|good potential|"
    r"barrier|whats? (?:keeps?|limits?|stops?|holds?)\b|what(?:'s|s| is) missing\b|"
    r"hands-on (?:work|treatment|care)|"
    r"medically necessary|necessity|significant (?:improvement|change|gain)|"
    r"clinically|fatigued|fatigues|showing (?:good|steady|improved))",
)
AFTERWARDS = Rare(
    r"\b(?:(?:easier|better|looser|smoother|less|lighter|freer|steadier|lower|sorer|"
    r"worse) (?:right )?afterwards?|"
    r"after(?:wards?)?(?: treatment| session| manual| exercise| therapy| the session)?$|"
    r"within (?:the|this) session|after the (?:\w+ )?(?:glides?|mobs?|mobilizations?|"
    r"stretch\w*|needling|traction|manipulation|exercises?|taping|treadmill|snags?)|"
    r"after (?:treatment|the session|session|manual|exercise|therapy|today|mobs|mobilization|"
    r"traction|epley|repositioning)|"
    r"at (?:the )?end(?! of (?:the |my |her |his |a )?(?:day|shift|week|month|"
    r"work))(?: of (?:the )?(?:session|treatment|visit))?|post[- ]?(?:treatment|"
    r"session)|by the end|following treatment|end of (?:session|treatment|visit)|"
    r"at discharge from clinic|leaving the clinic|(?:walking|heading|going) out$|on (?:the|her|his) way out|"
    r"when (?:he|she|they|patient) left|"
    r"(?:went|came|shot|climbed) (?:up )?too? (?:an? )?\d[^.;]{0,40}\bback (?:down )?to|"
    r"(?:he|she|they|patient) (?:came|walked|left|went) out "
    r"(?:of (?:it|there|the session|treatment|here) )?(?:at|with)|"
    r"(?:he|she|they|patient) (?:finished|ended) (?:up |the session |the visit |today )?"
    r"(?:at|with) (?=an? \d|\d))\b",
)
REPORTS = Rare(
    r"\b(?:(?:patient|pt|he|she|they|mom|mother|parent|wife|husband|daughter|son|"
    r"caregiver)(?: also| now| still)? (?:reports?|reported|states?|stated|says?|said|"
    r"told (?:me|us|the therapist|therapist)|denies|"
    r"denied|complains?|feels|felt|notes|noted|describes|rates|thinks|admits|mentions|"
    r"mentioned|figures|wants|hopes|is worried|is nervous|worries|was able|has been|woke|"
    r"wakes|sleeps|slept|is sleeping|went|walked to|drove|is back|was|took|takes|wore|had|has|"
    r"got|fell|lives|works|stopped|started|can|cannot|could|still|tried|missed|skipped|"
    r"did (?:not|the|her|his)|does (?:not|the|her|his)|put|uses)|"
    r"reports|states that|complains of|denies|quote\b|per (?:patient|her|his)|^(?:says|said|"
    r"states|feels|notes|tells me))\b",
)
TOTAL = Rare(
    r"\btotal (?:treatment |session |visit |contact |timed |one on one |one to one |"
    r"skilled )*(?:time|minutes|code time|\d)|\b\d+ (?:minutes? )?(?:total|all together|"
    r"altogether|in total|in all|all told|overall)\b"
    r"|\b\d+ minutes? (?:one to one|one on one|of one on one|direct|1:1|timed)|\btotal time\b|"
    r"\btime in\b|\btimed minutes\b|\bso \d+$|\btotal was \d+|\btotal (?:is|of) \d+|"
    r"\btotal,? \d+",
)
POST_OP = Rare(
    r"^(?:this is|here for|follow)\b.*\b(?:strain|sprain|fracture|tear|tendin\w+|arthritis|pain|surgery)\b"
    r"|\b(?:weeks? (?:out|post|in\b)|post[- ]?op\w*|repair|replacement|reconstruction|"
    r"arthroplasty|status post|s/p|fusion|discectomy|meniscectomy)\b",
)
HISTORY = Rare(
    r"\b(?:history of|years? ago|months? ago|since (?:january|february|march|april|may|june|"
    r"july|august|september|october|november|december|\d{4})|"
    r"in (?:19|20)\d\d|surgery|replaced|diagnosed|onset|started (?:when|after|about)|injur|"
    r"x-?rays?|mri\b|imaging|post[- ]?op|weeks? out|lives (?:with|alone|in)|lives|retired|"
    r"works as|works at|"
    r"works the|medications?|allerg|comorbid|prior level|previously|occupation|"
    r"right[- ]handed|left[- ]handed|hand dominant|no falls|fall\b|fell\b|stumble|near fall)\b",
)
FUNCTION = Rare(
    r"\b(?:able to|unable to|difficulty|trouble|can now|cannot|needs? (?:help|assistance|"
    r"the rail)|railing|stairs?|sleep(?:s|ing)?|dress(?:ing)?|bath(?:e|ing)|shower|cook|drive|"
    r"driving|work(?:ing)?|"
    r"tolerance|tolerat\w+ (?:about )?\d|reach(?:es|ing)?|lift(?:s|ing)?|carry|carrying|kneel|"
    r"squat|garden|golf|run(?:ning)?|walk(?:s|ed|ing)?|sit(?:s|ting)?|stand(?:s|ing)?|duty|"
    r"school|class(?:es)?|hobby|sport|return(?:ed)? to|back to|independent with|wakes?)\b",
)
DURING = Rare(
    r"\b(?:no (?:increase|change|rise) in (?:pain|symptoms)|no (?:pain|symptom) increase|"
    r"toler\w+|without (?:increase|increased|pain)|pain[- ]free with|fatigued?|"
    r"went (?:up |down )?to \d+|improved to|reduc\w+ to|decreas\w+ to|reduces it|abolish\w+|"
    r"centraliz\w+|response|responded)\b",
)
PRACTISED = re.compile(
    r"^(?:hep|home (?:program|exercises?|exercise program))\b.{0,30}\b(?:\d (?:days|times)|"
    r"daily|every|most days|compliant|done|completed|is going|going well|twice|once|none|"
    r"not done|missed)\b",
    re.IGNORECASE,
)
NEEDS = Rare(
    r"\b(?:needs?|requires?|continues to (?:need|require)|would benefit|benefits? from|"
    r"skilled|(?:cannot|can't) (?:\w+ ){1,5}without)\b",
)
OPENS_JUDGEMENT = re.compile(
    r"^(?:ahead of|behind (?:schedule|where)|progressing|doing (?:well|better)|improving|"
    r"good (?:session|tolerance|progress|outcome|response)|excellent|steady|overall)\b",
    re.IGNORECASE,
)
JUDGING = Rare(
    r"\b(?:tendon|tissue|joint|muscle|graft|repair|bone|scar|wound|incision|knee|hip|shoulder|ankle|back|"
    r"neck)s? "
    r"(?:is|are) (?:\w+ )?(?:tak|toler|accept|handl)\w+ (?:\w+ )?load|"
    r"\bso (?:\w+[- ]){1,4}(?:stays?|remains?|is still|are still) (?:limited|hard|difficult|restricted|"
    r"off limits)\b|"
    r"\b(?:is|are|still|remains?|continues?) (?:\w+ ){0,2}(?:improving|limited|limiting|short|"
    r"progressing|better|responding|increasing|declining|regressing|stronger|weak|behind)\b|"
    r"\bgetting stronger\b|\bcoming along\b",
)
CHANGED = Rare(
    r"\b(?:improved|gained|increased|decreased|up|down) (?:by )?\d+ ?(?:degrees|%|points|feet|"
    r"meters|lb|seconds)\b.{0,12}\bsince\b",
)
JUDGED = Rare(
    r"\b(?:i (?:do not |don't )?(?:think|suspect|believe)|consistent with|irritation|"
    r"presentation|likely|suspect(?:ed)?|looks like|clinical(?:ly)? (?:picture|impression)|"
    r"suggests?|suggestive|appears to be|threshold|kx\b|differential)\b",
)
PRECAUTION = Rare(
    r"\b(?:precautions?|weight[- ]bearing|WBAT|NWB|TTWB|PWB|avoid\w*|no (?:lifting|kneeling|"
    r"driving|running|overhead|twisting|bending)|do not|don't|not to|stay off|held because|"
    r"held due|on hold|contraindicat\w*|restrict\w*|off limits|not (?:yet )?(?:clear|"
    r"allowed))\b",
)
EDUCATION = Rare(
    r"\b(?:educat\w*|instruct\w*|taught|teach[- ]?back|(?<!patient )(?<!she )(?<!he )(?<!you )went over|"
    r"reviewed|advised|told (?:him|her|them|patient)|remind\w*|counsel\w*|explained|hand-?out|"
    r"demonstrat\w+ (?:good|correct|understanding|independence)|verbaliz\w*|repeat it back|showed (?:him|her|"
    r"patient)|would go straight to|go to the emergency)\b",
)
ADHERENCE = Rare(
    r"\b(?:complian\w*|adheren\w*|(?:doing|did|does|do|done|performing|keeping up with|"
    r"skipp\w+|miss\w+|forgot)(?: \w+){0,4} (?:exercises?|HEP|program|stretches|bridges|"
    r"homework)|HEP (?:\d|daily|every|once|twice|most)|every other day like|sling|wore|"
    r"wearing|took the|takes? (?:the )?pills)\b",
)
GOES_ON = Rare(
    r"^(?:in \d+ weeks|by week|within \d|to (?:be|return|walk|lift|reach)|return to|able to|"
    r"independent|be able)\b",
)
TOLERATED = Rare(r"\b(?:tolerat\w+|progressing|improving|responding|doing (?:well|better))\b")
