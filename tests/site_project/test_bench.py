"""What `make bench` makes of numbers, and the made-up library it measures. Nothing here looks at a clock."""

import pytest
from django.core.management import CommandError, call_command

from articles.models.live import Address, LiveLink
from deploy.bench.measure import Run, ratio, run_of
from site_project import big_library
from tests import factories as make


def printed(n: int = 500, bad: int = 0) -> str:
    """What wrk prints in half a second."""
    return f'Running 1s test\nRESULT {{"us":500000,"n":{n},"p50":2000,"p95":9500,"bad":{bad}}}\nmore\n'


@pytest.mark.once
def test_a_run_is_answers_a_second_and_processor_time_for_one() -> None:
    assert run_of(printed(), cpu=0.25) == Run(rate=1000, cpu=0.5, p50=2.0, p95=9.5)


@pytest.mark.once
@pytest.mark.parametrize("output", [printed(bad=1), printed(n=0)])
def test_a_run_with_a_bad_answer_is_no_result(output: str) -> None:
    with pytest.raises(RuntimeError):
        run_of(output, cpu=0.1)


@pytest.mark.once
def test_a_ratio_is_made_of_runs_next_to_each_other_in_time() -> None:
    quiet, busy = Run(1000, 0.5, 1, 2), Run(100, 1.0, 10, 20)
    found = ratio([(Run(500, 1.0, 2, 4), quiet), (Run(50, 2.0, 20, 40), busy), (Run(500, 4.0, 2, 4), quiet)])
    assert (found.rate, found.cpu, found.least_cpu, found.most_cpu) == (0.5, 2.0, 2.0, 8.0)
    assert (found.p50, found.p95, found.cpu_ms) == (2, 4, 2.0)


@pytest.mark.django_db
def test_made_up_pages_are_live_linked_and_the_same_each_time(settings) -> None:
    settings.LEGWISE_ALLOW_UNSIGNED_STARTER = True
    call_command("make_big_library", 8)
    call_command("make_big_library", 10)
    assert Address.objects.live().count() == 10
    assert LiveLink.objects.exists()
    maker = big_library.Maker(["leg", "vein", "walk"], {"where": ["calf"]})
    assert maker.snapshot(30) == maker.snapshot(30)
    names = {big_library.name_of(number) for number in range(5000)}
    assert len(names) == 5000


@pytest.mark.django_db
def test_made_up_pages_are_not_mixed_with_others_by_accident(settings) -> None:
    settings.LEGWISE_ALLOW_UNSIGNED_STARTER = True
    make.live_page()
    with pytest.raises(CommandError, match="--yes"):
        call_command("make_big_library", 10)
    assert Address.objects.live().count() == 1
