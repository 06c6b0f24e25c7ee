"""Ways people say that they, or someone near, may not be safe.

One list for all who must answer with help first: what is written in a request, and what is typed into
search. It stands here because neither of the two may know the other.
"""

import re

# Rather one page too many with a number on it than one too few.
_SAID = re.compile(
    r"\b(suicid\w*|unalive|kms|kill(ing)? my ?self|end(ing)? (my (own )?life|it all|it tonight)"
    r"|tak(e|ing) my (own )?life|(want|wanting|wanna|going|wish(ing)?|rather|ready) (to )?(die|be dead)"
    r"|wish i (was|were) (dead|never born)|wish i (did not|didnt) exist|thoughts? of (dying|death)"
    r"|think(ing)? (about|of) (dying|death|ending)"
    r"|(dont|do not) (want to|wanna|wish to) (live|be alive|be here|exist|wake up)"
    r"|(cant|can ?not|(dont|doesnt|do not|does not) want to) go on(?= (living|like this|any ?more|any longer"
    r"|much longer)|$|[.,;!?])"
    r"|(hang|hanging|drown|drowning|shoot|shooting|starve|starving) my ?self|slit my wrists?"
    r"|lost the will to live|(isnt|is not|not) worth living|nothing to live for|world without me"
    r"|(never|not) wake up( again| any ?more)?(?=$|[.,;!?])|sleep forever"
    r"|better off (dead|without me|if i)|(no reason|no point in|tired of) (to )?liv(e|ing)"
    r"|want to disappear|(hurt|harm|cut)(ting|ing)? my ?self|self harm\w*|overdos\w*"
    r"|took (all |the |some )?pills"
    r"|have a plan|(not|un)safe at home|feel unsafe|(hits|beats|hurts|chokes|choked|raped|rapes) me"
    r"|(quiero|queria) morir|no quiero vivir|matarme)\b",
    re.IGNORECASE,
)
# Someone who searches types less than they would tell, in a hurry, and half a word counts. What ends the
# query is the whole of it: "can't go on" and "can't go on a date", "give up" and "give up smoking".
_SEARCHED = re.compile(
    r"^(die|dying|i (will|might|could|should) die|kill me|cutting|hot ?line"
    r"|crisis( line)?|emergency|988|911|(i )?(just )?(want to |wanna )?(give|giving) up|i want out"
    r"|(i )?cant cope|help me( please)?)$"
    r"|\b(cant|can ?not|(dont|do not) want to) (carry on|keep going|be here|(do|take|bear|stand) (this|it)"
    r"|live (without (him|her|you|them)|like this))( any ?more| any longer| much longer)?$"
    r"|\bwhats the point( of (it|life|living|anything)( all)?)?( any ?more)?$"
    r"|\b(suici?\w*|sui?c[iy]de?\w*|su[ai]?cid\w*|suisid\w*|selfharm\w*|(ways?|how) (to|do i|can i) die"
    r"|how (to|do i|can i) kill|how many pills|let me die|(abuses|abused|assaulted|strangled) me"
    r"|i want to be dead|(sick of|done with|hate|give up on|giving up on) (life|my life|living|being alive)"
    r"|(want|need) (it|this|everything|the pain) to (end|stop|be over)|make (it|the pain) stop"
    r"|nothing matters|no way out|(nobody|no one) (would|will) (miss me|notice if i)"
    r"|(hit|hitting|beating|slapped|punched|threatens|threatened|stalks|stalking) me"
    r"|(afraid|scared|frightened|terrified) of (him|her|my (husband|wife|partner|boyfriend|girlfriend|father"
    r"|dad|mother|mom|mum|ex))|raped?|molest\w*|domestic violence"
    r"|abusive (husband|wife|partner|boyfriend|girlfriend|home))\b",
    re.IGNORECASE,
)


def is_said_in(text: str) -> bool:
    """Whether a text speaks of dying or of being hurt."""
    return bool(_SAID.search(plainly(text)))


def is_searched_in(query: str) -> bool:
    """Whether somebody who types this into search should see a number to call first."""
    words = plainly(query).rstrip(" .,!?…")
    return any(ways.search(words) for ways in (_SAID, _SEARCHED))


def plainly(text: str) -> str:
    """Without apostrophes, hyphens, line ends and double spaces, which people set as they like."""
    return " ".join(re.sub(r"[’‘'`´]", "", text).replace("-", " ").split())
