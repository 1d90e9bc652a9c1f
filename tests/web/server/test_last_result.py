from mlp.web.server.last_result import LastResult


def test_a_result_is_made_once_for_the_same_objects() -> None:
    last, made = LastResult[list[int]](), [3]
    assert last.of(made, make=lambda: [1]) is last.of(made, make=lambda: [2])


def test_equal_objects_are_not_the_same() -> None:
    last = LastResult[int]()
    assert last.of([1], make=lambda: 1) == 1
    assert last.of([1], make=lambda: 2) == 2


def test_only_the_last_result_is_kept() -> None:
    last, one, other = LastResult[int](), object(), object()
    last.of(one, make=lambda: 1)
    last.of(other, make=lambda: 2)
    assert last.of(one, make=lambda: 3) == 3
