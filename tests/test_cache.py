import threading

from mlp.cache import LeastRecentlyUsed


def test_what_was_kept_is_found_again_by_its_key_alone() -> None:
    cache, value = LeastRecentlyUsed[tuple[str, str], object](3), object()
    assert cache.get(("a", "b")) is None
    assert cache.keep(("a", "b"), value) is value
    assert cache.get(("a", "b")) is value
    assert cache.get(("b", "a")) is None


def test_what_comes_second_is_dropped_so_that_all_see_the_same() -> None:
    cache, first = LeastRecentlyUsed[str, object](3), object()
    cache.keep("a", first)
    assert cache.keep("a", object()) is first


def test_what_was_not_asked_for_the_longest_goes_first() -> None:
    cache = LeastRecentlyUsed[str, int](3)
    for name in "abc":
        cache.keep(name, 0)
    cache.get("a")
    cache.keep("b", 1)
    cache.keep("d", 0)
    assert [cache.get(name) is not None for name in "abcd"] == [True, True, False, True]


def test_threads_that_ask_at_the_same_time_get_the_same_value() -> None:
    cache, start = LeastRecentlyUsed[str, object](2), threading.Barrier(8)
    kept: list[object] = []

    def ask() -> None:
        start.wait()
        for name in "abc" * 200:
            cache.keep(name, object())
            cache.get(name)
        start.wait()
        kept.append(cache.keep("ours", object()))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept) == 8
    assert len(set(map(id, kept))) == 1
