"""A sentence whose figures follow the digit; placed by Python, filled by sentence.js.

It must not know what the sentence says.
"""

from mlp.web.browser.component import load_component
from mlp.web.views.sentence import words
from mlp.web.views.verdict.words import IN_SHORT


def render_sentence(
    template: str, *, key: str, without: str | None = None, stage: int | None = None
) -> None:
    """Place a sentence in the form of a caption.

    Args:
        template: In a little Markdown (bold, code, line breaks, Streamlit's symbols), with figures:
            {verdict}, {other} (the verdict without the last ReLU), {forward} (the time it took),
            {difference} (the receipt), and of a stage {least}, {mean}, {largest}, {zeros}, {share}.
        key: Streamlit's key.
        without: What stands there without a digit; None: the same with dashes.
        stage: The place of the stage that is meant among those that an answer holds.
    """
    load_component("views/sentence", "sentence", isolate_styles=False)(
        key=key,
        data={
            "template": template,
            "without": without,
            "stage": stage,
            "missing": words.MISSING,
            "verdicts": IN_SHORT,
        },
    )
