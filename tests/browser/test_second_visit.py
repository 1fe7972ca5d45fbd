"""A second visit starts from what the first has kept of Python; see snapshot.mjs.

Each Python that starts anew has its own secret for hashes; one that was kept has it still.
"""

import pytest
from cells import Cell, cells, needs_python
from pages import PAGE, watch
from served import address_of

pytestmark = needs_python
ASK = "import random; print(hash('a'), random.random(), np.ones(3).sum())"
ADDRESS = "const address = new URL('../lib/pyodide/snapshot', location)"
KEPT = f"""async () => {{ {ADDRESS};
  for (let n = 0; n < 600 && !(await caches.match(address)); n++)
    await new Promise(next => setTimeout(next, 100));
  return Boolean(await caches.match(address)) }}"""
DAMAGE = f"""async way => {{ {ADDRESS};
  const [name] = (await caches.keys()).filter(name => name.includes(' visited?'));
  const through = (stream, body) => new Response(body.pipeThrough(stream));
  const {{ body }} = await caches.match(address);
  const bytes = new Uint8Array(
    await through(new DecompressionStream('gzip'), body).arrayBuffer());
  if (way === 'of another Pyodide') bytes[20] ^= 1; else bytes.fill(0, 200_000);
  const packed = through(new CompressionStream('gzip'), new Blob([bytes]).stream());
  const text = way === 'half' ? new Response('half') : new Response(await packed.blob());
  await (await caches.open(name)).put(address, text) }}"""


@pytest.fixture
def visit(request, served_site):
    """Open the page as on a first visit, in Chromium or Firefox; what is kept stays with it."""

    def visit_in(name: str):
        context = request.getfixturevalue("browser" if name == "Chromium" else "firefox")
        page = context.new_page()
        request.addfinalizer(page.close)
        site = request.getfixturevalue("site_address")
        watch(page, site)
        page.goto(site + PAGE)
        return page

    return visit_in


@pytest.fixture
def site_address(served_site):
    with address_of(served_site) as url:
        yield url


def asked(page) -> list[str]:
    """A hash and a random number of the Python of this page."""
    cells(page)
    secret, number, three = Cell(page, 0).run(f"import numpy as np\n{ASK}").output.split()
    assert three == "3.0"
    assert page.evaluate(KEPT)
    return [secret, number]


@pytest.mark.parametrize("name", ["Chromium", "Firefox"])
def test_a_second_visit_starts_from_python_as_it_was(visit, name):
    page = visit(name)
    first = asked(page)
    page.reload()
    second = asked(page)
    assert second[0] == first[0]
    assert second[1] != first[1]
    assert page.trouble == []


@pytest.mark.parametrize("way", ["half", "of another Pyodide", "without its memory"])
def test_what_cannot_be_started_from_is_made_anew(visit, way):
    page = visit("Chromium")
    first = asked(page)
    page.evaluate(DAMAGE, way)
    page.reload()
    second = asked(page)
    assert second[0] != first[0]
    page.reload()
    assert asked(page)[0] == second[0]
