"""The pictures of "How does a model write without starting over?"."""

from svg import Canvas
from transformer import STRIP, draw_here

WORDS = {
    "en": {
        **STRIP["en"],
        "grow_title": "What is computed in each step, without a cache and with one",
        "grow_without": "no cache: every row again",
        "grow_with": "with a cache: only the new rows",
        "grow_sum": "{sum} rows",
        "grow_query": "rows: queries",
        "grow_keys": "K, V",
        "grow_now": "computed now",
        "grow_kept": "taken from the cache",
        "grow_description": (
            "Two rows of triangles, a triangle for each step; its rows are queries, its columns"
            " keys, and below it is a strip with one cell for the key and value of each token."
            " At the top, without a cache, all rows of each triangle and all cells of each strip"
            " are computed: {without} rows, {sum_without} in all. At the bottom, with a cache, only"
            " the new rows and the new cells are: {with_cache} rows, {sum_with} in all; the other"
            " cells of the strips are outlined, because they come from the cache. The steps predict"
            " {words}."
        ),
        "heads_title": "Heads of queries, and the heads of keys and values that they use",
        "heads_kinds": ("MHA: one each", "GQA: groups", "MQA: one for all"),
        "heads_query": "query heads",
        "heads_key": "key and value heads",
        "heads_cache": "cache",
        "heads_description": (
            "Three drawings of {heads} query heads at the top and heads of keys and values below,"
            " joined by lines. MHA: each query head has its own, {heads} in all. GQA: {shared} in"
            " all, each for {group} neighbouring query heads. MQA: one for all. Below them, bars"
            " show the size of the cache: {heads}, {shared} and 1."
        ),
        "chances_title": "The ten likeliest tokens, before and after temperature and top-k",
        "chances_before": "recorded",
        "chances_after": "temperature {temperature}, k = {k}",
        "chances_cut": "cut",
        "chances_description": (
            "Ten rows, one for each of the likeliest tokens after the running sentence. In each"
            " row, an outlined bar is as long as the recorded probability, and the filled bar below"
            " it as long as the probability after temperature {temperature} and top-k with k = {k};"
            " tokens after the first {k} are cut. {rows}."
        ),
        "chances_row": "{token} {before}, then {after}",
    },
    "vi": {
        **STRIP["vi"],
        "grow_title": "Mỗi bước tính những gì, khi không có cache và khi có cache",
        "grow_without": "không cache: tính lại mọi hàng",
        "grow_with": "có cache: chỉ tính hàng mới",
        "grow_sum": "{sum} hàng",
        "grow_keys": "K, V",
        "grow_now": "tính ở bước này",
        "grow_kept": "lấy từ cache",
        "grow_description": (
            "Hai dãy tam giác, mỗi bước một tam giác; hàng là query, cột là key, bên dưới là một"
            " dải ô, mỗi ô là key và value của một token. Dãy trên không có cache: bước nào cũng"
            " tính lại mọi hàng của tam giác và mọi ô của dải: {without} hàng, tổng cộng"
            " {sum_without}."
            " Dãy dưới có cache: chỉ tính các hàng mới và các ô mới: {with_cache} hàng, tổng cộng"
            " {sum_with}; những ô còn lại của dải chỉ có viền vì lấy từ cache. Các bước lần lượt"
            " đoán {words}."
        ),
        "heads_title": "Các head của query, và các head của key và value mà chúng dùng",
        "heads_kinds": ("MHA: mỗi head một", "GQA: theo nhóm", "MQA: chung một"),
        "heads_query": "head của query",
        "heads_key": "head của key và value",
        "heads_cache": "cache",
        "heads_description": (
            "Ba hình, mỗi hình có {heads} head của query ở trên, các head của key và value ở dưới,"
            " nối với nhau bằng đường thẳng. MHA: mỗi head của query có riêng một head, tất cả"
            " {heads}. GQA: tất cả {shared}, mỗi head chung cho {group} head của query kề nhau."
            " MQA: một head chung cho tất cả. Dưới cùng là các thanh cho biết kích thước của cache:"
            " {heads}, {shared} và 1."
        ),
        "chances_title": "Mười token có xác suất cao nhất, trước và sau nhiệt độ và top-k",
        "chances_before": "đã ghi lại",
        "chances_after": "nhiệt độ {temperature}, k = {k}",
        "chances_cut": "bỏ",
        "chances_description": (
            "Mười hàng, mỗi hàng là một trong các token dễ đứng sau câu ví dụ nhất. Ở mỗi hàng,"
            " thanh chỉ có viền dài bằng xác suất đã ghi lại, thanh đặc bên dưới dài bằng xác suất"
            " sau khi dùng nhiệt độ {temperature} và top-k với k = {k}; các token sau {k} token đầu"
            " bị bỏ. {rows}."
        ),
        "chances_row": "{token} {before}, sau đó {after}",
    },
}


def outline(canvas, x, y, width, height, cls, thick=1.5):
    """Draw the edge of a rectangle, inside it."""
    x, y, width, height = x + thick / 2, y + thick / 2, width - thick, height - thick
    path = f"M{x:.2f} {y:.2f} h{width:.2f} v{height:.2f} h{-width:.2f} Z"
    canvas.path(path, cls, width=thick)


# The triangle that grows by a row

LABEL, TOP = 34, 24  # room for "K, V" on the left, and for a panel's head


def draw_step(canvas, x, y, cell, size, new):
    """Draw the triangle of a step and the strip of its keys; the last `new` rows are computed."""
    for i in range(size):
        for j in range(i + 1):
            role, opacity = ("weight", 0.75) if i >= size - new else ("faint", None)
            canvas.rect(x + cell * j, y + cell * i, cell - 1.5, cell - 1.5, role, opacity)


def draw_strip(canvas, x, y, cell, size, new):
    for j in range(size):
        if j >= size - new:
            canvas.rect(x + cell * j, y, cell - 1.5, cell - 1.5, "key")
        else:
            outline(canvas, x + cell * j, y, cell - 1.5, cell - 1.5, "key")


def draw_grow(page, words):
    """Draw what each step of the generation computes, without a cache and with one."""
    sizes, new_sizes = page["rows"], page["new_rows"]
    predicted = [page["text"][size] for size in sizes]
    sums = sum(sizes), sum(new_sizes)
    description = words["grow_description"].format(
        without=", ".join(map(str, sizes)),
        with_cache=", ".join(map(str, new_sizes)),
        sum_without=sums[0],
        sum_with=sums[1],
        words=", ".join(predicted),
    )
    most, wide = max(sizes), (360 - LABEL) / len(sizes)
    cell = min(14, (wide - 10) / most)
    tall = TOP + cell * (most + 1) + 34  # of a panel
    canvas = Canvas(360, 2 * tall + 20, words["grow_title"], description)
    for panel, computed in enumerate([sizes, new_sizes]):
        y = tall * panel
        head = words["grow_with" if panel else "grow_without"]
        canvas.text(0, y + 14, head, "ink", size=13)
        canvas.text(360, y + 14, words["grow_sum"].format(sum=sums[panel]), "ink", "end", 13)
        strip = y + TOP + cell * most + 5
        canvas.text(0, strip + cell - 2, words["grow_keys"], "key", size=12)
        for step, (size, new) in enumerate(zip(sizes, computed)):
            x = LABEL + wide * step
            draw_step(canvas, x, y + TOP + cell * (most - size), cell, size, new)
            draw_strip(canvas, x, strip, cell, size, new)
            canvas.text(x, strip + cell + 14, f"→ {predicted[step]}", "soft", size=12)
    foot = 2 * tall + 4
    canvas.rect(LABEL, foot, 12, 12, "weight", 0.75)
    canvas.rect(LABEL + 15, foot, 12, 12, "key")
    canvas.text(LABEL + 33, foot + 11, words["grow_now"], "ink", size=12)
    outline(canvas, 212, foot, 12, 12, "key")
    canvas.text(230, foot + 11, words["grow_kept"], "ink", size=12)
    return canvas.svg()


# MHA, GQA, MQA


def draw_heads(page, words):
    """Draw which head of keys and values each query head uses, and the size of the cache."""
    heads, shared = page["query_heads"], page["shared"]
    description = words["heads_description"].format(
        heads=heads, shared=shared, group=heads // shared
    )
    canvas = Canvas(360, 226, words["heads_title"], description)
    canvas.text(0, 40, words["heads_query"], "query", size=12)
    canvas.text(0, 142, words["heads_key"], "key", size=12)
    canvas.text(0, 182, words["heads_cache"], "ink", size=12)
    pitch = 104 / heads
    for panel, count in enumerate([heads, shared, 1]):
        left = 4 + 124 * panel
        canvas.text(left, 16, words["heads_kinds"][panel], "ink", size=12.5)
        for h in range(heads):
            x, group = left + pitch * (h + 0.5), h * count // heads
            to_x = left + 104 * (group + 0.5) / count
            canvas.line(x, 60, to_x, 106, "soft", 1.5)
            canvas.circle(x, 58, 8, "query")
        for g in range(count):
            canvas.rect(left + 104 * (g + 0.5) / count - 9, 106, 18, 18, "key")
        canvas.rect(left, 190, 104 * count / heads, 14, "key", 0.6)
        outline(canvas, left, 190, 104, 14, "soft", 1)
        canvas.text(left, 220, f"{count}/{heads}", "ink", size=12.5)
    return canvas.svg()


# Temperature and top-k

NAMES, ROW = 66, 30


def draw_chances(page, words):
    """Draw the ten probabilities, and what temperature and top-k make of them."""
    before, after, k = page["probabilities"], page["chances"], page["k"]
    tokens = [f"“{token}”" for token in page["following"]]
    numbers = [
        (f"{p:.3f}", f"{chance:.3f}" if chance else words["chances_cut"])
        for p, chance in zip(before, after)
    ]
    rows = "; ".join(
        words["chances_row"].format(token=token, before=p, after=chance)
        for token, (p, chance) in zip(tokens, numbers)
    )
    setting = {"temperature": page["temperature"], "k": k}
    description = words["chances_description"].format(rows=rows, **setting)
    canvas = Canvas(360, 30 + ROW * len(tokens), words["chances_title"], description)
    outline(canvas, NAMES, 4, 20, 10, "soft")
    canvas.text(NAMES + 26, 14, words["chances_before"], "ink", size=12)
    canvas.rect(NAMES + 118, 4, 20, 10, "weight")
    canvas.text(NAMES + 144, 14, words["chances_after"].format(**setting), "ink", size=12)
    scale = (360 - NAMES - 44) / max(before.max(), after.max())
    for i, (token, (p, chance)) in enumerate(zip(tokens, numbers)):
        y = 28 + ROW * i
        canvas.text(NAMES - 8, y + 15, token, "ink", "end", 12.5)
        first, second = scale * float(before[i]), scale * float(after[i])
        outline(canvas, NAMES, y, max(first, 2), 10, "soft")
        canvas.text(NAMES + first + 5, y + 10, p, "soft", size=12)
        canvas.rect(NAMES, y + 12, second, 11, "weight")
        canvas.text(NAMES + second + 5, y + 22, chance, "ink", size=12)
    return canvas.svg()


FIGURES = {
    "here": draw_here(11),
    "grow": draw_grow,
    "heads": draw_heads,
    "chances": draw_chances,
}
