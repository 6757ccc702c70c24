"""Words that say nothing of what is looked for: they are left out of a query that has others."""

from __future__ import annotations

STOP = frozenset(
    """
    a ai ait alors apres as au aucun aupres aussi autre autres aux avec avoir avons ayant bien c ca car ce
    cela celle celui ces cet cette ceux chacun chaque chez ci comme comment d dans de deja depuis des dire
    disent doit doivent donc dont du durant elle elles en encore entre est et etait etant etes etre eu eux
    faire fais fait faites faut font hors ici il ils j je jusque koi l la le les leur leurs lors lui m ma mais
    me meme memes mes moi mon n ne ni nos notre nous on ont or ou par parce pas pendant peu peut peuvent peux
    plus pour pourquoi pourrait qu quand que quel quelle quelles quelque quels qui quoi s sa sans se sera ses
    si sinon soit sommes son sont sous suis sur t ta tant te tes toi ton toujours tous tout toute toutes tres
    trop tu un une va vais vas vers veut veux viens vient vont vos votre vous y ya
    """.split()
)

# They tell a little: in nearly every question, and in nearly every text.
WEAK = frozenset(
    """
    mettre trouver savoir droit aider aide aides besoin commune communes mairie village ess place question signer avoir
    connaitre acteurs actions ancien ancienne repondre liste donner donne
    """.split()
)
