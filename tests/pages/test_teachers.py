"""teachers: every claim the page makes, proved. What prints, and what does not, is tested in a browser: `test_sheet.py`."""

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
    "en": [
        "Aims.",
        "minutes",
        "On the board.",
        "they write or say",
        "Exercises.",
        "The last question.",
    ],
    "vi": [
        "Mục tiêu.",
        "phút",
        "Vẽ lên bảng.",
        "học sinh viết hoặc nói",
        "Bài tập.",
        "Câu hỏi cuối giờ.",
    ],
}
LANGUAGES = list(
    PARTS
)  # a language more is looked at as soon as it says what the parts of its plans are called


@pytest.fixture(params=LANGUAGES)
def shown(site, request):
    return site.page(request.param, "teachers")


def title_of(page) -> str:
    return re.search(r"^title: (.*)$", page.source.read_text("utf-8"), re.M)[1]


class Plan:
    """The plan of one lesson: what stands between its heading and the next."""

    def __init__(self, shown, lesson):
        self.shown, self.lesson, self.language = shown, lesson, shown.written_in
        heading = shown.article.xpath(f"./h2[@id='p{lesson[:2]}']")
        assert heading, (
            f"{shown.project.name(shown.source)} has no plan for {lesson}: write one below a heading {{ #p{lesson[:2]} }}, with the parts of the plans before it"
        )
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

    def table(self, head):
        """The rows of the table whose first column has this head."""
        return next(
            table.xpath("./tbody/tr")
            for table in self.all("table")
            if plain(table.xpath("string(.//th)")) == head
        )

    @property
    def parts(self):
        """The labels and the heads of tables, in their order."""
        return [
            plain(found.text_content())
            for found in self.all(
                "*[self::strong[parent::p and not(preceding-sibling::*)] or self::th[not(preceding-sibling::*)]]"
            )
        ]

    @property
    def board(self) -> str:
        return plain(" ".join(steps.text_content() for steps in self.all("ol")))

    @property
    def wrong_answers(self):
        """Of each wrong answer to an exercise: the exercise, the number of the answer, and the code that the plan quotes."""
        for link in self.all("a[@data-wrong]"):
            yield (
                link.get("href").rpartition("-")[2],
                link.get("data-wrong"),
                [code.text_content() for code in link.iter("code")],
            )


@pytest.fixture(
    params=[(lesson, language) for lesson in LESSONS for language in LANGUAGES], ids="-".join
)
def plan(site, request):
    lesson, language = request.param
    return Plan(site.page(language, "teachers"), lesson)


@pytest.fixture
def of(site):
    """`of("01")`: both plans of a lesson, and the names that its page ends with."""

    def plans(number):
        lesson = next(lesson for lesson in LESSONS if lesson.startswith(number))
        names = run_program(HERE.snippets / f"{lesson.replace('-', '_')}.py").names
        return [Plan(site.page(language, "teachers"), lesson) for language in LANGUAGES], names

    return plans


def exercises_of(lesson):
    """The program of each exercise of a page, by its number."""
    return {
        path.stem.rpartition("_")[2]: path
        for path in HERE.exercises()
        if HERE.exercise_page(path).stem == lesson.replace("-", "_")
    }


def written(numbers) -> str:
    """Whole numbers as a teacher writes them: `5, 4, 0, −3`."""
    return ", ".join(f"{round(number)}" for number in numbers).replace("-", "−")


def fractions(plans) -> list[list[str]]:
    return [re.findall(r"\d+/\d+", plan.board) for plan in plans]


# -- every plan


def test_every_lesson_has_its_plan_in_the_order_of_the_pages_with_its_question(shown, site):
    plans = {
        plain(h.text_content()).rstrip("¶"): h.get("id")
        for h in shown.article.xpath("./h2[starts-with(@id, 'p') and number(substring(@id, 2))]")
    }
    asked = {
        f"{lesson[:2]} {title_of(site.page(shown.language, lesson))}": f"p{lesson[:2]}"
        for lesson in LESSONS
    }
    missing = [
        f"## {heading} {{ #{anchor} }}"
        for heading, anchor in asked.items()
        if plans.get(heading) != anchor
    ]
    assert not missing, (
        f"write a plan in {shown.project.name(shown.source)}, like those before it: {', '.join(missing)}"
    )
    assert list(plans) == list(asked)


def test_a_plan_has_all_its_parts_in_order(plan):
    assert plan.parts == PARTS[plan.language], plan


def test_the_minutes_add_up_to_the_time_in_class(plan):
    stated = re.findall(
        r"(?:In class|Trên lớp): (\d+) (?:minutes|phút)\.", plain(plan.elements[0].text_content())
    )
    assert stated == [
        str(sum(int(plain(row[0].text_content())) for row in plan.table(PARTS[plan.language][1])))
    ], plan


def test_the_reading_time_is_the_one_that_the_page_itself_gives(plan, site):
    told = site.page(plan.shown.language, plan.lesson).article.xpath(
        "string(.//*[@class='reading-time'])"
    )
    assert [
        re.findall(r"\d+", time.text_content()) for time in plan.all("span[@data-minutes]")
    ] == [re.findall(r"\d+", told)], plan


def test_a_plan_leads_to_its_page_and_its_sheet_and_to_no_other_page_of_the_lesson(plan):
    led = [
        link.get("href").removeprefix("../")
        for link in plan.all("a")
        if "glossary" not in link.get("href")
    ]
    assert led[:2] == [f"{plan.lesson}/", f"{plan.lesson}/#sheet"], plan
    assert {address.partition("/")[0] for address in led} == {plan.lesson}, plan
    to_sheet = next(link for link in plan.all("a") if link.get("href").endswith("#sheet"))
    assert to_sheet.get("target") == "_self", (
        f"{plan}: instant navigation can lose the target of the link to the sheet; add {{ target=_self }}"
    )


def test_each_exercise_is_given_out_once_in_class_or_at_home(plan):
    label = PARTS[plan.language][4]
    given = next(p for p in plan.all("p") if plain(p.text_content()).startswith(label))
    numbers = [re.fullmatch(r".*#exercise-(\d+)", link.get("href"))[1] for link in given.iter("a")]
    assert sorted(numbers) == sorted(exercises_of(plan.lesson)), plan
    assert [plain(link.text_content()) for link in given.iter("a")] == numbers, plan


def test_each_wrong_answer_is_one_that_the_exercise_is_tested_with(plan):
    for number, wrong, quoted in plan.wrong_answers:
        path = exercises_of(plan.lesson)[number]
        answer = sections(path).get(f"wrong_{wrong}")
        assert answer, (
            f"{plan} names wrong_{wrong} of {path.name}, which has only {', '.join(sections(path))}"
        )
        for code in quoted:
            assert code in answer.text, (
                f"{plan}: `{code}` does not stand in wrong_{wrong} of {path.name}"
            )


def test_each_answer_leads_to_its_exercise_or_to_what_goes_wrong_and_has_a_question(plan):
    for answer, question in plan.table(PARTS[plan.language][3]):
        assert [
            link.get("href").partition("#")[2].startswith("exercise-") for link in answer.iter("a")
        ] == [bool(answer.xpath("./a[@data-wrong]"))], plan
        assert "?" in question.text_content(), (
            f"{plan}: {plain(question.text_content())!r} asks nothing"
        )


def test_all_languages_expect_the_same_wrong_answers(site):
    for lesson in LESSONS:
        expected = [
            [answer[:2] for answer in Plan(site.page(language, "teachers"), lesson).wrong_answers]
            for language in LANGUAGES
        ]
        assert all(answers == expected[0] for answers in expected), lesson


def test_no_reading_time_is_typed():
    for language in LANGUAGES:
        text = (HERE.docs(language) / "teachers.md").read_text("utf-8")
        assert set(re.findall(r"(\d+)\s(?:min|phút)", text)) <= {"45"}


# -- in a class


def test_the_buttons_are_called_as_the_page_calls_them(shown):
    words = (HERE.docs("en") / "static" / "cell" / f"words.{shown.written_in}.mjs").read_text(
        "utf-8"
    )
    said = {
        plain(em.text_content())
        for em in shown.article.xpath(".//*[@id='class']/following-sibling::ul[1]//em")
    }
    assert {re.search(rf"{name}: \"([^\"]+)\"", words)[1] for name in ("run", "stop")} <= said


def test_one_address_is_built_for_and_served(shown, monkeypatch):
    commands = code_of(shown.article.xpath(f".//*[{has_class('highlight')}]")[0]).splitlines()
    variable, address, port = re.fullmatch(
        r"(\w+)=(http://[\d.]+:(\d+)/) make build", commands[0]
    ).groups()
    monkeypatch.setenv(variable, address)
    assert environment()["SITE_URL_VI"] == f"{address}vi/"
    assert commands[1] == f"python3 -m http.server --directory site {port}"


# -- what stands on the board, and the answers to the last questions


def test_01_the_arrows_the_two_readings_and_a_sentence_read_backwards(of):
    plans, page = of("01")
    arrows = ", ".join(f"({written(b)})" for b in page["turned"])
    words = ", ".join(f"({written(x)})" for x in page["inputs"])
    for plan in plans:
        for shown in (
            arrows,
            written(page["dot"](page["a"], b) for b in page["turned"]),
            words,
            written(page["scores_cat"]),
            written(page["scores_mat"]),
        ):
            assert shown in plan.board, plan
    assert page["dot"](page["a"], (2, 4)) == 8
    assert np.array_equal(page["look"](page["cat"], page["inputs"][::-1]), page["scores_cat"][::-1])


def test_02_the_three_tokens_the_order_of_the_bands_and_the_range_of_a_mix(of):
    plans, page = of("02")
    order = [page["tokens"][j] for j in np.argsort(-page["weights_2"])]
    for plan in plans:
        assert ", ".join(map(str, map(tuple, page["hand_tokens"][:2]))) in plan.board, plan
        assert (
            written(page["hand_scores"]) in plan.board
            and written([sum(page["hand_scores"])]) in plan.board
        ), plan
        assert [em.text_content() for em in plan.all("ol/li[3]//em")] == order, plan
    shares = [f"{score}/10" for score in page["hand_scores"]]
    mix = [f"{round(10 * number)}/10" for number in page["hand_context"]]
    assert fractions(plans) == [shares + mix] * len(plans)
    assert (page["context_2"] <= page["inputs"].max(axis=0)).all()


def test_03_the_nine_products_their_shares_and_words_in_another_order(of):
    plans, page = of("03")
    rows = page["hand_scores"]
    for plan in plans:
        assert all(written(row) in plan.board for row in rows), plan
        assert (
            written(map(sum, rows)) in plan.board
            and written(rows[i][i] for i in range(3)) in plan.board
        ), plan
    shares = [f"{score}/{sum(row)}" for row in rows for score in row]
    assert fractions(plans) == [[*shares, shares[1], shares[3]]] * len(plans)
    order = np.random.default_rng(0).permutation(6)
    assert np.allclose(page["self_attention"](page["inputs"][order]), page["context"][order])


def test_04_two_scores_shifted_and_doubled_and_a_vector_added_to_all_keys(of):
    plans, page = of("04")
    assert fractions(plans) == [
        [f"{score}/{sum(pair)}" for pair in ([2, 4], [12, 14], [4, 8]) for score in pair]
    ] * len(plans)
    assert np.allclose(page["by_sum"]([2, 4]), page["by_sum"]([4, 8])) and not np.allclose(
        page["by_sum"]([2, 4]), page["by_sum"]([12, 14])
    )
    assert (
        np.allclose(page["by_softmax"]([2, 4]), page["by_softmax"]([12, 14]))
        and page["by_softmax"]([4, 8])[1] > page["by_softmax"]([2, 4])[1]
    )
    moved = page["inputs"] @ (page["inputs"] + [1, -2, 3]).T
    assert np.allclose(attention.softmax(moved), attention.softmax(page["scores"]))


def test_05_red_and_car_and_the_matrix_that_no_score_contains(of):
    plans, page = of("05")
    queries, keys, values = (
        [page["dot"](x, page[w]) for x in (page["red"], page["car"])]
        for w in ("hand_q", "hand_k", "hand_v")
    )
    assert (queries, keys, values) == ([0, 2], [1, 0], [10, 0])
    for plan in plans:
        told = re.findall(r"(\d+) (?:and|và) (\d+)", plan.all("ol/li[1]")[0].text_content())
        assert told == [tuple(map(str, pair)) for pair in (queries, keys, values)], plan
        assert (
            f"{queries[1]} · {keys[0]} = 2" in plan.board
            and f"{queries[0]} · {keys[1]} = 0" in plan.board
        ), plan
    assert (
        4 * 6 == 24
        and "w_value" not in sections(HERE.snippets / "05_query_key_value.py")["scores_2"].text
    )


def test_06_the_sixteen_cases_their_variance_and_the_root(of):
    plans, page = of("06")
    sums = [sum(case) for case in page["product"]((1, -1), repeat=4)]
    columns = sorted(set(sums), reverse=True)
    cases = [sums.count(column) for column in columns]
    assert sum(n * score**2 for n, score in zip(cases, columns)) / 16 == page["flips"][4][0] == 4
    for plan in plans:
        assert written(columns) in plan.board and written(cases) in plan.board, plan
        assert " + ".join(f"{n} · {score**2}" for n, score in zip(cases, columns)) in plan.board, (
            plan
        )
        told = re.findall(r"(\d+) (?:and|và) (\d+)", plan.all("ol/li[2]")[0].text_content())
        assert [d for d, _ in told] == ["1", "4", "64", "1024"] and all(
            int(root) ** 2 == int(d) for d, root in told
        ), plan


def test_07_both_ways_to_hide_the_ticks_and_the_sums_after_dropout(of):
    plans, page = of("07")
    for plan in plans:
        told = re.findall(r"\d/\d", plan.board)
        assert told == ["1/6", "2/6", "3/6", "1/3", "2/3", "1/3", "2/3"], plan
        assert f"{int(page['allowed'].sum())}" in re.findall(r"\d\d", plan.board), plan
    assert np.allclose(page["hand_after"], [1 / 3, 2 / 3, 0]) and np.allclose(
        page["hand_before"], [1 / 3, 2 / 3, 0]
    )
    assert np.allclose(page["dropped"][:3].sum(axis=1), [2, 0, 2])


def test_08_two_questions_twelve_numbers_and_two_heads_that_are_one(of):
    plans, page = of("08")
    mix, questions = page["mix"], [page["who"], page["where"], page["both"]]
    assert [mix(exps, [10, 20]) for exps in questions] == [11, 19, 15] and [
        mix(exps, [20, 10]) for exps in questions
    ] == [19, 11, 15]
    for plan in plans:
        assert all(" ".join(map(str, row)) in plan.board for row in page["toy"]), plan
        assert " ".join(map(str, page["wrong"][0].ravel())) in plan.board, plan
        assert {"11", "19", "15"} <= set(
            re.findall(r"\d+", plan.all("ol/li[1]")[0].text_content())
        ), plan
    twice = [np.tile(w[:, :2], 2) for w in (page["w_query"], page["w_key"], page["w_value"])]
    both = attention.multi_head_attention(page["batch"], *twice, np.eye(4), 2)
    assert np.allclose(both[..., :2], both[..., 2:])


# -- exercise sheets


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lesson_has_what_its_sheet_is_made_of(site, language):
    """The style sheet prints by these marks; that it prints no more is tested in a browser."""
    for lesson in LESSONS:
        article = site.page(language, lesson).article
        assert (
            article.xpath("string(./h2[@id='exercises']/following-sibling::*[1]/@id)") == "sheet"
        ), lesson
        assert article.xpath("string(./h1/following-sibling::p[2]/@class)") == "sheet-head", lesson
        assert article.xpath("./h2[@id='exercises']/following-sibling::h2[@id='next']"), lesson
        blocks = article.xpath(f"./h2[@id='exercises']/following-sibling::div[{has_class('run')}]")
        assert len(blocks) == 2 * len(exercises_of(lesson)) and {
            block.get("data-kind") for block in blocks
        } == {"start", "check"}, lesson
        plain_code = article.xpath(
            f"./h2[@id='exercises']/following-sibling::*//*[{has_class('highlight')}]"
        )
        assert all(
            block.xpath(f"ancestor::details[{has_class('solution')}]") for block in plain_code
        ), lesson
