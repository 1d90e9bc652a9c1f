"""Stage by stage: a figure, the facts and an explanation for each tensor of the network.

It must not know the digit: values are put in by the browser.
"""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from torch import nn

from mlp.dataset import SIDE
from mlp.net.network import named_layers
from mlp.net.placed import PlacedModel
from mlp.web.charts.stages import (
    GRID_COLUMNS,
    Figure,
    picture_heatmap,
    row_heatmap,
    score_bars,
    softmax_bars,
    units_heatmap,
    without_values,
)
from mlp.web.draw import stage_cards_words as words
from mlp.web.shell.depth import reaches, render_by_depth
from mlp.web.shell.mirrored import mirrored_field
from mlp.web.shell.session import current
from mlp.web.shell.stage_words import plain_names
from mlp.web.views.plotly import Filling, Kind, render_plotly
from mlp.web.views.sentence import render_sentence

_NUM_SCORES = 10


@dataclass(frozen=True)
class Card:
    """A stage of the network in use, whatever is drawn.

    Attributes:
        name: Of the stage, for example "linear1".
        layer: The module that makes it, as PyTorch prints it; "" for the picture itself.
        shape: Its tensor's shape, the batch of one first.
        place: Among the stages that an answer holds: "flatten" has the picture's values.
    """

    name: str
    layer: str
    shape: tuple[int, ...]
    place: int

    @property
    def size(self) -> int:
        """Number of its values."""
        return int(np.prod(self.shape))


def cards_of(placed: PlacedModel) -> list[Card]:
    """List the stages of a network, in order."""
    cards = [Card("image", "", (1, SIDE, SIDE), 0)]
    for name, layer in [*named_layers(placed.cpu_model), ("softmax", nn.Softmax(dim=1))]:
        before = cards[-1]
        size = layer.out_features if isinstance(layer, nn.Linear) else before.size
        cards.append(Card(name, repr(layer), (1, size), before.place + (name != "flatten")))
    return cards


def render_stage_cards(placed: PlacedModel) -> None:
    """Place a card for each stage."""
    with st.container(key="nothing_drawn"):  # page.css hides it when something is
        st.info(words.NOTHING_DRAWN, icon=":material/draw:")
    cards = cards_of(placed)
    for row in _rows(cards):
        for card, column in zip(row, st.columns(len(row)), strict=True):
            with column, st.container(border=True, height="stretch"):
                _render_card(cards, cards.index(card), placed)


def _rows(cards: list[Card]) -> list[list[Card]]:
    """Put side by side what belongs together: a picture and its row, sums and their ReLU."""
    rows: list[list[Card]] = []
    for card in cards:
        if rows and (card.name == "flatten" or card.name.startswith("relu")):
            rows[-1].append(card)
        else:
            rows.append([card])
    return rows


def render_softmax(placed: PlacedModel) -> None:
    """Place the ten probabilities, and the switch that leaves the last ReLU out."""
    *_, last, softmax = cards_of(placed)
    has_last_relu = last.name.startswith("relu")
    without = st.toggle(
        words.WITHOUT_LAST_RELU,
        help=words.LAST_RELU_HELP,
        disabled=not has_last_relu,
        **mirrored_field("without_last_relu", current(), "without_last_relu"),
    )
    with st.container(key="softmax_chart"):
        render_plotly(
            without_values(softmax_bars(np.zeros(_NUM_SCORES, np.float32), winner=None)),
            key="softmax_bars",
            label=words.PROBABILITIES_LABEL,
            filling=Filling(
                "shares", None if without and has_last_relu else softmax.place, softmax.size
            ),
        )
    said = words.BOTH_ANSWERS if has_last_relu else words.ONLY_ANSWER
    render_sentence(said, key="both_answers", without="")


def render_receipt() -> None:
    """Compare what is shown with a second, independent pass through the network, and say so."""
    said = words.RECEIPT if reaches("numbers") else words.RECEIPT_IN_WORDS
    render_sentence(said, key="receipt", without="")


def _render_card(cards: list[Card], index: int, placed: PlacedModel) -> None:
    """Place one stage: name, figure, facts, explanation at the chosen depth."""
    card, names = cards[index], tuple(card.name for card in cards)
    has_layer = card.layer and reaches("numbers")
    plain = plain_names({each.name: each.size for each in cards})[card.name]
    name = card.name if reaches("numbers") else plain
    st.markdown(f"**{name}**" + (f" · `{card.layer}`" if has_layer else ""))
    figure, kind, columns = _figure(card, placed)
    render_plotly(
        without_values(figure),
        key=f"stage_{card.name}",
        label=words.STAGE_LABEL.format(stage=card.name),
        filling=Filling(kind, card.place, card.size, columns),
    )
    render_by_depth(
        words.stage_sentence(card.name, card.shape, names),
        words.stage_arithmetic(card.name, card.shape, cards[max(0, index - 1)].size),
        words.stage_code(card.name, names),
    )
    parameter = next(placed.model.parameters())  # values are of its kind, where it lies
    facts = (words.FACTS if reaches("numbers") else words.FACTS_IN_WORDS).format(
        shape=card.shape,
        dtype=str(parameter.dtype).removeprefix("torch."),
        device=parameter.device,
        count=card.size,
    )
    render_sentence(facts, key=f"facts_{card.name}", stage=card.place)


def _figure(card: Card, placed: PlacedModel) -> tuple[Figure, Kind, int]:
    """Choose what suits a stage: a figure of zeros, how it is filled, its columns of cells."""
    values, scale = np.zeros(card.size, np.float32), placed.scales[card.name]
    is_signed = card.name.startswith("linear")
    if card.name == "image":
        return picture_heatmap(values.reshape(SIDE, SIDE)), "cells", SIDE
    if card.name == "flatten":
        return row_heatmap(values), "cells", card.size
    if card.name == "softmax":
        return softmax_bars(values, winner=None), "shares", 0
    if card.size == _NUM_SCORES:
        return score_bars(values, scale=scale, is_signed=is_signed), "scores", 0
    return units_heatmap(values, scale=scale, is_signed=is_signed), "cells", GRID_COLUMNS
