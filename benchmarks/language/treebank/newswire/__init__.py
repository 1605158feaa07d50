"""Sentences as news agencies build them, made by a small grammar with their trees, for the treebank has few of them.

English-EWT is mail, reviews, blogs and questions: of its 12,500 sentences some hundreds have somebody with a title who did something last
Tuesday. The grammar puts the program's own cue verbs, in all their forms and frames, between subjects and objects as reports have them:
titles, appositions, spokesmen, abbreviations in brackets, relative clauses, passives, coordinated predicates, claims before and behind
who makes them. Analyses follow English-EWT's own: a title is `nmod:desc` of the name, "according to" `case` and `fixed`, the claim before
"…, he said" `ccomp` of a verb that is the root. Names of people are made up of first and last names.

The shipped model was trained on these sentences, so that what a seed gives must stay as it is: the same draws in the same order, from
the same lists (`words.yaml`). Some draws decide nothing; they are kept for that reason, and say so.
"""

from treebank.newswire.sentences import newswire

__all__ = ["newswire"]
