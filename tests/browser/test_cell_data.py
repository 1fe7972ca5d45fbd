"""A cell that names a file of `snippets/data/` can open it."""

from cells import Cell, cells, needs_python
from pages import PAGE

pytestmark = needs_python
NAME = "smollm2-head-13-8.npz"
CODE = f'import numpy as np\nprint(np.load("snippets/data/{NAME}")["journey_input"].shape)'


def test_a_cell_opens_the_data_it_names(cell, served_site):
    second = Cell(cell.page, 1)
    assert cell.run(CODE).output == "(6, 576)\n"
    served_site.requests.clear()
    assert second.run(CODE).output == "(6, 576)\n"
    assert not any(NAME in path for path in served_site.requests)
    cell.run('import numpy\nnumpy.load("snippets/data/no.npz")')
    assert cell.says == "Ended with an error in line 2"
    assert "No such file or directory: 'snippets/data/no.npz'" in cell.output
    assert "This site has no file snippets/data/no.npz." in cell.output
    cell.page.trouble.clear()


def test_while_data_loads_its_size_is_told_and_a_loss_gives_a_retry(open_page, served_site):
    page = open_page(PAGE, new_profile=True)
    first, second = cells(page)[:2]
    first.run("1")
    first.write(CODE)
    for lose in ("lost", "halved"):
        setattr(served_site, lose, NAME)
        assert first.run().says == "The connection was lost while loading"
        assert first.state == "error"
        served_site.connect()
    served_site.held = NAME
    second.press_run()  # needs the first
    second.wait_for("loading")
    assert second.says.startswith("Loading data, 24") and second.says.endswith(" kB")
    served_site.connect()
    assert first.wait_for("done").output == "(6, 576)\n"
    page.trouble.clear()


def test_copy_all_says_where_a_program_with_data_runs(cell):
    cell.write(CODE)
    cell.button("copy-all").click()
    cell.wait_to_say("Copied")
    copied = cell.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("# Run this in the root") and CODE in copied
