"""What the sidebar offers for download."""

from streamlit.testing.v1 import AppTest

from tests.support.app import draw_on, link_of, run_app
from tests.support.pictures import seven


def test_what_was_offered_for_download_follows_the_digit_without_a_new_run_of_its_own() -> None:
    def script() -> None:
        from mlp.web.shell.session import current
        from mlp.web.sidebar import downloads

        session = current()
        assert downloads.is_outdated()
        downloads.render_downloads()
        assert not downloads.is_outdated()
        session.show_example(3)
        assert downloads.is_outdated()
        downloads.render_downloads()
        offered = session.of(downloads.Downloads).offered
        assert offered is not None
        session.show_example(5)
        assert not downloads.is_outdated()
        downloads.offer_active_digit()
        assert offered.digit.example == 5
        assert offered.reading is session.visitor.reading()

    app = AppTest.from_function(script, default_timeout=30).run()
    assert not app.exception


def test_an_empty_pad_has_nothing_to_share_or_download() -> None:
    app = run_app()
    assert link_of(app) is None
    assert len(app.get("download_button")) == 0
    app = draw_on(app, seven())
    assert link_of(app) is not None
    assert len(app.get("download_button")) == 4
