from tests.gui.test_levers import *
from tests.gui.conftest import *
def test_zz(qtbot, page):
    w = page._list.entry("communication")
    for _ in range(14):
        w = w.nextInFocusChain()
        print("CH", type(w).__name__, getattr(w,'text',lambda:'')() if hasattr(w,'text') else '', w.focusPolicy(), w.isVisible(), w.isEnabled())
