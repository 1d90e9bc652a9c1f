"""What a visitor's session remembers, in a test of pages; for reading and for setting.

It must not know any page.
"""

from streamlit.testing.v1 import AppTest

from mlp.net.reading import Reading
from mlp.web.shell.depth import Depth, Explanation
from mlp.web.shell.session import KEY, Session


def session_of(app: AppTest) -> Session:
    """The session of an app, also before its first run."""
    if KEY not in app.session_state:
        app.session_state[KEY] = Session()
    session: Session = app.session_state[KEY]
    return session


def reading_of(app: AppTest) -> Reading:
    """What the network in use makes of the active digit."""
    return session_of(app).visitor.reading()


def explain(app: AppTest, depth: Depth) -> None:
    """Explain as deep as this from the next run on."""
    session_of(app).of(Explanation).depth = depth
