"""An article with everything that makes labelling hard: a caption, a trailer, quotations of every kind, emoji, odd spaces."""

STORY = (
    "Nora Falk, head of the Odal Port Authority, speaks at a rally 🙂 in Brena on Feb. 11. Odal Press\n\n"
    "The Odal Port Authority wants to reopen the northern ferry line, according to its head Nora Falk, "
    "four months after it was closed.\r\n\r\n"
    "“We cannot leave the islands without a ferry,” Falk told Radio\u00a0Brena on Monday.\n\n"
    "Economists doubt the plan. Jonas Ek, who teaches at Vik University, said the line would lose "
    "3 million kroner a year.\n\n"
    "“It is a mistake,” he said. “Nobody [in Brena] asked for it.”\n\n"
    "Ferries are safer than planes, officials claimed.\n\n"
    "The Green Alliance supports the ferry, and the Workers’ Party is against any new tax.\n\n"
    "Reporting by Odal Press\n"
)

ENTITIES = (
    ("Nora Falk", 0, "1", "PERSON"),
    ("Odal Port Authority", 0, "2", "ORG"),
    ("Brena", 0, "3", "GPE"),
    ("Feb. 11", 0, "8", "DATE"),
    ("Odal Press", 0, "2", "ORG"),
    ("Odal Port Authority", 1, "2", "ORG"),
    ("Nora Falk", 1, "1", "PERSON"),
    ("four months", 0, "8", "DATE"),
    ("Falk", 2, "1", "PERSON"),
    ("Radio\u00a0Brena", 0, "2", "ORG"),
    ("Monday", 0, "8", "DATE"),
    ("Economists", 0, "r", "ACTOR"),
    ("Jonas Ek", 0, "1", "PERSON"),
    ("Vik University", 0, "2", "ORG"),
    ("3 million kroner", 0, "9", "MONEY"),
    ("he", 0, "r", "ACTOR"),
    ("Brena", 2, "3", "GPE"),
    ("officials", 0, "r", "ACTOR"),
    ("Green Alliance", 0, "2", "ORG"),
    ("Workers’ Party", 0, "2", "ORG"),
)
"""(words, which of their occurrences, key, label): twenty of them."""

CUES = (("according to", 0), ("told", 0), ("said", 0), ("said", 1), ("claimed", 0))

CLAIMS = (
    ("wants to reopen the northern ferry line", "Nora Falk", "according to"),
    ("We cannot leave the islands without a ferry", "Falk", "told"),
    ("the line would lose 3 million kroner a year", "Jonas Ek", "said"),
    ("It is a mistake", "he", "said"),
    ("Ferries are safer than planes", "officials", "claimed"),
)
"""(words, claimer, cue)."""

STANCES = (
    ("supports the ferry", "plus", "Green", "public transport"),
    ("is against", "minus", "Workers", "any new tax"),
    ("doubt the plan", "minus", "Economists", "the plan"),
)
"""(words, key of the polarity, holder, topic)."""
