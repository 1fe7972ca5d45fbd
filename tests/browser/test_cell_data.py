"""A cell that names a file of `snippets/data/` can open it."""

from cells import Cell, needs_python
from fixture_project import DATA
from pages import LOST_LINE

pytestmark = needs_python
CODE = 'import numpy as np\nprint(np.load("snippets/data/{}")["numbers"].shape)'


def test_a_cell_opens_the_data_it_names(cell, served_site):
    second = Cell(cell.page, 1)
    assert cell.run(CODE.format(DATA[0])).output == "(80, 64)\n"
    served_site.requests.clear()
    assert second.run(CODE.format(DATA[0])).output == "(80, 64)\n"
    assert not any(DATA[0] in path for path in served_site.requests)
    cell.run('import numpy\nnumpy.load("snippets/data/no.npz")')
    assert cell.says == "Ended with an error in line 2"
    assert "No such file or directory: 'snippets/data/no.npz'" in cell.output
    assert "This site has no file snippets/data/no.npz." in cell.output
    cell.page.trouble.clear()


def test_while_data_loads_its_size_is_told_and_a_loss_gives_a_retry(cell, served_site):
    second = Cell(cell.page, 1)
    cell.page.expects = LOST_LINE
    cell.write(CODE.format(DATA[1]))  # which no test before has brought
    for lose in ("lost", "halved"):
        setattr(served_site, lose, DATA[1])
        assert cell.run().says == "The connection was lost while loading"
        assert cell.state == "error"
        served_site.connect()
    served_site.held = DATA[1]
    second.press_run()  # needs the first
    second.wait_for("loading")
    assert second.says == "Loading data, 42 kB"
    served_site.connect()
    assert cell.wait_for("done").output == "(80, 64)\n"


def test_copy_all_says_where_a_program_with_data_runs(cell):
    cell.write(CODE.format(DATA[0]))
    cell.button("copy-all").click()
    cell.wait_to_say("Copied")
    copied = cell.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("# Run this in the root") and CODE.format(DATA[0]) in copied
