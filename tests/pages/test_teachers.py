"""teachers: each plan is complete, its links and wrong answers exist, its numbers are right.

What prints on an exercise sheet is tested in a browser: `test_sheet.py`.
"""

import re

import attention
import numpy as np
import pytest

from lessonkit.build import environment
from lessonkit.checks.site import code_of, has_class, plain
from lessonkit.program import run_program
from lessonkit.project import HERE
from lessonkit.sections import sections

LESSONS = [page.stem for page in HERE.lessons("en")]
PARTS = {
    "en": "Aims.|minutes|On the board.|they write or say|Exercises.|The last question.",
    "vi": "Mục tiêu.|phút|Vẽ lên bảng.|người học viết hoặc nói|Bài tập.|Câu hỏi cuối giờ.",
}
PARTS = {language: labels.split("|") for language, labels in PARTS.items()}


class Plan:
    """The plan of one lesson: all between its heading and the next one."""

    def __init__(self, shown, lesson):
        self.shown, self.lesson, self.language = shown, lesson, shown.language
        heading = shown.article.xpath(f"./h2[@id='p{lesson[:2]}']")
        assert heading, f"{shown.project.name(shown.source)} has no plan for {lesson}"
        self.heading = plain(heading[0].text_content()).rstrip("¶")
        self.elements = []
        for element in heading[0].itersiblings():
            if element.tag == "h2":
                break
            self.elements.append(element)

    def __str__(self):
        return f"the plan for {self.lesson} in docs/{self.shown.language}/teachers.md"

    def all(self, path):
        return [
            found
            for element in self.elements
            for found in element.xpath(f"descendant-or-self::{path}")
        ]

    def table(self, part):
        """The rows of the table whose first column is headed with this part of a plan."""
        tables = self.all("table")
        heads = [plain(table.xpath("string(.//th)")) for table in tables]
        return tables[heads.index(PARTS[self.language][part])].xpath("./tbody/tr")

    @property
    def board(self) -> str:
        return plain(" ".join(steps.text_content() for steps in self.all("ol")))


@pytest.fixture(
    params=[(lesson, language) for lesson in LESSONS for language in PARTS], ids="-".join
)
def plan(site, request):
    lesson, language = request.param
    return Plan(site.page(language, "teachers"), lesson)


@pytest.fixture
def of(site):
    """`of("01")`: the plans of a lesson in all languages, and the names its page ends with."""

    def plans(number):
        lesson = next(lesson for lesson in LESSONS if lesson.startswith(number))
        names = run_program(HERE.snippets / f"{lesson.replace('-', '_')}.py").names
        return [Plan(site.page(language, "teachers"), lesson) for language in PARTS], names

    return plans


def exercises_of(lesson):
    """The program of each exercise of a page, by its number."""
    paths = HERE.snippets.glob(f"exercises/{lesson.replace('-', '_')}_[0-9].py")
    return {path.stem[-1]: path for path in paths}


def written(numbers) -> str:
    """Whole numbers as a teacher writes them: `5, 4, 0, −3`."""
    return ", ".join(f"{round(number)}" for number in numbers).replace("-", "−")


def fractions(plan) -> list[str]:
    return re.findall(r"\d+/\d+", plan.board)


def pairs(plan, step) -> list[tuple[int, int]]:
    """The pairs `4 and 2` in a step on the board."""
    text = plain(plan.all(f"ol/li[{step}]")[0].text_content())
    return [(int(a), int(b)) for a, b in re.findall(r"(\d+) (?:and|và) (\d+)", text)]


# -- every plan


def test_a_plan_is_called_as_its_page_and_has_all_parts(plan, site):
    source = site.page(plan.language, plan.lesson).source.read_text("utf-8")
    title = re.search(r"^title: (.*)$", source, re.MULTILINE)[1]
    assert plan.heading == f"{plan.lesson[:2]} {title}"
    label = "strong[parent::p and not(preceding-sibling::*)]"
    found = plan.all(f"*[self::{label} or self::th[not(preceding-sibling::*)]]")
    assert [plain(part.text_content()) for part in found] == PARTS[plan.language], plan


def test_minutes_add_up_and_the_reading_time_is_the_pages_own(plan, site):
    minutes = [int(plain(row[0].text_content())) for row in plan.table(1)]
    assert re.search(rf"[:.] {sum(minutes)} ", plain(plan.elements[0].text_content())), plan
    page = site.page(plan.shown.language, plan.lesson)
    told = page.article.xpath("string(.//*[@class='reading-time'])")
    _, reading, _, exercises = re.findall(r"\d+", told)
    shown = [re.findall(r"\d+", time.text_content()) for time in plan.all("span[@data-minutes]")]
    assert shown == [[reading, exercises]], plan


def test_a_plan_links_its_page_its_sheet_and_no_other_lesson(plan):
    links = [link for link in plan.all("a") if "glossary" not in link.get("href")]
    led = [link.get("href").removeprefix("../") for link in links]
    assert led[:2] == [f"{plan.lesson}/", f"{plan.lesson}/#sheet"], plan
    assert {address.partition("/")[0] for address in led} == {plan.lesson}, plan
    assert links[1].get("target") == "_self", f"{plan}: add {{ target=_self }} to the sheet's link"


def test_each_exercise_is_given_out_once(plan):
    label = PARTS[plan.language][4]
    given = next(p for p in plan.all("p") if plain(p.text_content()).startswith(label))
    numbers = [link.get("href").rpartition("#exercise-")[2] for link in given.iter("a")]
    assert sorted(numbers) == sorted(exercises_of(plan.lesson)), plan
    assert [plain(link.text_content()) for link in given.iter("a")] == numbers, plan


def test_each_wrong_answer_exists_and_is_answered_by_a_question(plan):
    for answer, question in plan.table(3):
        assert "?" in question.text_content(), f"{plan}: {question.text_content()!r} asks nothing"
        link = answer.xpath("./a")[0]
        number = link.get("href").rpartition("#exercise-")[2]
        assert number.isdigit() == ("data-wrong" in link.attrib), plan
        if number.isdigit():
            path, name = exercises_of(plan.lesson)[number], f"wrong_{link.get('data-wrong')}"
            assert name in sections(path), f"{plan}: {path.name} has no {name}"
            for code in link.iter("code"):
                assert code.text_content() in sections(path)[name].text, f"{plan}: {name}"


def test_all_languages_expect_the_same_wrong_answers(site):
    for lesson in LESSONS:
        plans = [Plan(site.page(language, "teachers"), lesson) for language in PARTS]
        first, *others = [
            [(link.get("href"), link.get("data-wrong")) for link in plan.all("a[@data-wrong]")]
            for plan in plans
        ]
        assert all(answers == first for answers in others), lesson


@pytest.mark.parametrize("language", PARTS)
def test_one_address_is_built_for_and_served(site, language, monkeypatch):
    article = site.page(language, "teachers").article
    commands = code_of(article.xpath(f".//*[{has_class('highlight')}]")[0]).splitlines()
    built = re.fullmatch(r"(\w+)=(http://[\d.]+:(\d+)/) make build", commands[0])
    monkeypatch.setenv(built[1], built[2])
    assert environment()["SITE_URL_VI"] == f"{built[2]}vi/"
    assert commands[1] == f"python3 -m http.server --directory site {built[3]}"


# -- what is drawn on the board, and the answers to the last questions


def test_01_dot_products_both_readings_and_a_reversed_sentence(of):
    plans, page = of("01")
    dot, a = page["dot"], page["a"]
    for plan in plans:
        for vectors in (page["turned"], page["inputs"]):
            assert ", ".join(f"({written(vector)})" for vector in vectors) in plan.board, plan
        products = written(dot(a, b) for b in page["turned"])
        for numbers in (products, written(page["scores_cat"]), written(page["scores_mat"])):
            assert numbers in plan.board, plan
    assert dot(a, (2, 4)) == 8
    backwards = page["look"](page["mat"], page["inputs"][::-1])
    assert np.array_equal(backwards, page["scores_mat"][::-1])


def test_02_three_tokens_the_order_of_the_bands_and_the_range(of):
    plans, page = of("02")
    scores = page["hand_scores"]
    for plan in plans:
        assert f"{written(scores)}" in plan.board, plan
        bands = [em.text_content() for em in plan.all("ol/li[3]//em")]
        assert bands == [page["tokens"][j] for j in np.argsort(-page["weights_2"])], plan
        weights = [f"{round(score)}/{round(sum(scores))}" for score in scores]
        contexts = [f"{round(10 * component)}/10" for component in page["hand_context"]]
        assert fractions(plan) == weights + contexts, plan
    assert (page["context_2"] <= page["inputs"].max(axis=0)).all()


def test_03_nine_products_their_weights_and_shuffled_words(of):
    plans, page = of("03")
    tokens = np.array([[1, 2], [3, 0], [0, 1]])
    scores = tokens @ tokens.T
    weights = [f"{score}/{row.sum()}" for row in scores for score in row]
    for plan in plans:
        for numbers in (*scores, scores.sum(axis=1), scores.diagonal()):
            assert written(numbers) in plan.board, plan
        assert fractions(plan) == [*weights, weights[1], weights[3]], plan
    x, order = page["inputs"], np.random.default_rng(0).permutation(6)
    shuffled = attention.scaled_dot_product_attention(x[order], x[order], x[order], scale=1)
    assert np.allclose(shuffled, page["context"][order])


def test_04_shifted_and_doubled_scores_and_one_vector_for_all_keys(of):
    plans, page = of("04")
    told = [f"{s}/{sum(pair)}" for pair in ([2, 4], [12, 14], [4, 8]) for s in pair]
    assert all(fractions(plan) == told for plan in plans)
    plain_pair, shifted, doubled = map(attention.softmax, ([2, 4], [12, 14], [4, 8]))
    assert np.allclose(plain_pair, shifted) and doubled[1] > plain_pair[1]
    x = page["inputs"]
    moved = attention.softmax(x @ (x + [1, -2, 3]).T)
    assert np.allclose(moved, attention.softmax(x @ x.T))


def test_05_red_and_car_and_the_matrix_no_score_contains(of):
    plans, page = of("05")
    columns = [page[f"hand_{name}"][:, 0] for name in ("queries", "keys", "values")]
    queries, keys, values = (tuple(map(int, column)) for column in columns)
    for plan in plans:
        assert pairs(plan, 1) == [queries, keys, values], plan
        for query, key in ((queries[1], keys[0]), (queries[0], keys[1])):
            assert f"{query} · {key} = {query * key}" in plan.board, plan
    assert "w_value" not in sections(HERE.snippets / "05_query_key_value.py")["scores_2"].text


def test_06_the_sixteen_cases_their_variance_and_the_root(of):
    plans, _ = of("06")
    sums = [case.bit_count() * 2 - 4 for case in range(16)]
    columns = sorted(set(sums), reverse=True)
    cases = [sums.count(column) for column in columns]
    assert np.var(sums) == 4
    for plan in plans:
        assert written(columns) in plan.board and written(cases) in plan.board, plan
        squares = " + ".join(f"{n} · {s**2}" for n, s in zip(cases, columns, strict=True))
        assert squares in plan.board, plan
        assert pairs(plan, 2) == [(1, 1), (4, 2), (64, 8), (1024, 32)], plan


def test_07_both_ways_to_hide_the_ticks_and_an_upside_down_mask(of):
    plans, page = of("07")
    exps = np.array([1, 2, 3])
    cut = exps / 6 * [1, 1, 0]
    assert np.allclose(cut / cut.sum(), attention.softmax([0, np.log(2), -np.inf]))
    for plan in plans:
        assert fractions(plan) == ["1/6", "2/6", "3/6", "1/3", "2/3", "1/3", "2/3"], plan
        assert f"{page['allowed'].sum()}" in re.findall(r"\d\d", plan.board), plan
    assert not page["mixed"][5].any() and not np.allclose(page["mixed"][0], page["values"][0])


def test_08_two_questions_twelve_numbers_and_two_equal_heads(of):
    plans, page = of("08")
    for plan in plans:
        assert all(" ".join(map(str, row)) in plan.board for row in page["toy"]), plan
        assert " ".join(map(str, page["toy"].ravel()[:6])) in plan.board, plan
        told = re.findall(r"\d+", plan.all("ol/li[1]")[0].text_content())
        for exps, result in (([9, 1], 11), ([1, 9], 19), ([9, 9], 15)):
            assert np.average([10, 20], weights=exps) == result and f"{result}" in told, plan
    twice = [np.tile(w[:, :2], 2) for w in (page["w_query"], page["w_key"], page["w_value"])]
    both = attention.multi_head_attention(page["batch"], *twice, np.eye(4), 2)
    assert np.allclose(both[..., :2], both[..., 2:])


def test_12_forward_and_back_by_hand_and_a_question_without_its_pair(of):
    plans, page = of("12")
    a, z, target = page["a"], page["z"], page["target"]
    assert np.allclose([a[0], a[1], z, page["hand_loss"]], [1 / 4, 3 / 4, 4, 8])
    back = [page[name] for name in ("grad_z", "grad_v", "grad_a", "grad_s")]
    mean = a @ page["grad_a"]
    for plan in plans:
        assert fractions(plan) == ["1/4", "3/4"], plan
        numbers = [*back[0].ravel(), *back[1], *back[2], mean, *back[3]]
        step = plain(plan.all("ol/li[2]")[0].text_content())
        assert re.findall(r"−?\d+", step)[: len(numbers)] == written(numbers).split(", "), plan
        assert f"{target:.0f}" in plan.board and " ".join(page["shelf"]) in plan.board, plan
    assert page["calls"][3][0] not in {pair[0] for pair in page["shelf"]}


def test_10_three_keys_in_one_pass_nine_tiles_and_what_doubles(of):
    plans, page = of("10")
    T = np.array([1, 2, 4, 8])
    projections, pairs_of_tokens = page["projection_cost"](T, 1), page["pair_cost"](T, 1)
    assert projections[1] == pairs_of_tokens[1]
    sums, mixed = np.array(page["hand_states"][1:])[:, 1:].T * 4
    for plan in plans:
        told = [f"{round(n)}/4" for n in (1, sums[1], mixed[1], sums[2], mixed[2])]
        assert fractions(plan) == told and f"{page['hand_result']:.0f}" in plan.board, plan
        for numbers in (page["hand_exps"], page["hand_values"], projections, pairs_of_tokens):
            assert written(numbers) in plan.board, plan
    assert np.allclose(page["projection_cost"](2 * T, 1), 2 * projections)
    assert np.allclose(page["pair_cost"](2 * T, 1), 4 * pairs_of_tokens)


def test_11_three_rows_two_sums_the_order_of_heads_and_squares(of):
    plans, page = of("11")
    weights = [f"{e}/{sum(row)}" for row in page["exps"][1:] for e in row]
    squares = ["36/46", "9/46", "1/46", "36/45", "9/45"]
    assert np.allclose([36, 9, 1], np.array([6, 3, 1]) ** 2)
    for plan in plans:
        told = ["6/10", "3/10", "1/10", "1/2", *squares]
        assert fractions(plan) == weights + told, plan
        for rows in (page["rows"], page["new_rows"]):
            assert f"{written(rows)} " in plan.board and f" {sum(rows)}" in plan.board, plan
        assert all(f" {page['hand_row'](i):.0f}" in plan.board for i in (1, 2)), plan
        for order in (np.repeat([1, 2], 2), np.tile([1, 2], 2)):
            assert f"{written(order)}." in plan.board, plan
